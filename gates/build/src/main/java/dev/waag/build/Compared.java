package dev.waag.build;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member of a distribution that two builds made differently.
 *
 * @param member its name; the distribution's own where all members are alike
 * @param before empty where only the second build has it
 * @param after empty where only the first has it
 */
record Compared(String distribution, String member, Optional<byte[]> before, Optional<byte[]> after) {
    private static final Pattern NUMBER = Pattern.compile("\\d{9,19}(\\.\\d+)?");
    private static final int SHORT = 120;
    private static final long DAY = 86_400;

    String key() {
        return distribution + "\0" + member;
    }

    /** RECORD differs wherever another member does, and is told only where it is alone. */
    static List<Compared> of(Output a, Output b) {
        List<Compared> all = new ArrayList<>();
        if (a.sha256().equals(b.sha256()) && a.filename().equals(b.filename())) {
            return all;
        }
        Map<String, byte[]> before = Unpacked.of(a);
        Map<String, byte[]> after = Unpacked.of(b);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String n : names) {
            if (!Arrays.equals(before.get(n), after.get(n))) {
                all.add(new Compared(
                        a.filename(), n, Optional.ofNullable(before.get(n)), Optional.ofNullable(after.get(n))));
            }
        }
        if (all.size() > 1) {
            all.removeIf(c -> c.member().endsWith(".dist-info/RECORD"));
        }
        if (all.isEmpty()) {
            all.add(new Compared(a.filename(), a.filename(), Optional.of(a.content()), Optional.of(b.content())));
        }
        return all;
    }

    String what() {
        if (before.isEmpty() || after.isEmpty()) {
            return before.isPresent() ? "only the first build has it" : "only the second build has it";
        }
        List<String> x = text(before.get()).lines().toList();
        List<String> y = text(after.get()).lines().toList();
        for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
            String p = x.get(i);
            String q = y.get(i);
            if (!p.equals(q)) {
                return p.length() <= SHORT && q.length() <= SHORT && printable(p) && printable(q)
                        ? "line " + (i + 1) + " is '" + p + "', then '" + q + "'"
                        : bytes();
            }
        }
        return bytes();
    }

    private String bytes() {
        byte[] x = before.orElse(new byte[0]);
        byte[] y = after.orElse(new byte[0]);
        return x.length + " bytes, then " + y.length + ", alike up to byte " + Math.max(0, Arrays.mismatch(x, y));
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != 0xfffd);
    }

    boolean holds(String trace) {
        return after.filter(a -> text(a).contains(trace)).isPresent();
    }

    /** Whether what differs reads as a moment near now: seconds, milliseconds or nanoseconds since 1970, or today's date. */
    boolean ofTheTime(Instant now) {
        if (before.isEmpty() || after.isEmpty()) {
            return false;
        }
        List<String> x = text(before.get()).lines().toList();
        List<String> y = text(after.get()).lines().toList();
        String today = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
            if (!x.get(i).equals(y.get(i))
                    && (near(x.get(i), now) && near(y.get(i), now)
                            || x.get(i).contains(today)
                            || clocks(x.get(i), y.get(i)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean clocks(String a, String b) {
        Pattern time = Pattern.compile("\\b\\d{1,2}:\\d{2}:\\d{2}\\b");
        return time.matcher(a).find() && time.matcher(b).find();
    }

    private static boolean near(String line, Instant now) {
        Matcher m = NUMBER.matcher(line);
        while (m.find()) {
            String digits = m.group().replaceFirst("\\..*", "");
            for (int unit : new int[] {0, 3, 6, 9}) {
                if (digits.length() - unit >= 9) {
                    long seconds = Long.parseLong(digits.substring(0, digits.length() - unit));
                    if (Math.abs(seconds - now.getEpochSecond()) < DAY) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Compared c && key().equals(c.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }
}
