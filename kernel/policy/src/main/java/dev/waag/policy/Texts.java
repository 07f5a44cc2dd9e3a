package dev.waag.policy;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How values look in messages. Upstream text ends up in HTTP reason phrases and terminals, so nothing here lets a control character through. */
final class Texts {
    /** The longest message of a default rule, so that it fits a reason phrase beside the rule's id and an address. */
    static final int MESSAGE_LIMIT = 90;

    /** Made when first needed, as most runs of a command need none. */
    private static final class Formats {
        private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                        "yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        private static final DateTimeFormatter DAY =
                DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** The same. */
    private static final class Patterns {
        private static final Pattern MARKS = Pattern.compile("\\p{M}+");
        private static final Pattern NOT_PRINTABLE_ASCII = Pattern.compile("[^ -~]");
        private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");
        private static final Pattern SPACES = Pattern.compile("\\s+");
    }

    private Texts() {}

    /** One line of printable ASCII: accents dropped, what has no ASCII form becomes a question mark. */
    static String ascii(String text) {
        if (isPlain(text)) {
            return text;
        }
        String plain = Patterns.MARKS
                .matcher(Normalizer.normalize(line(text), Normalizer.Form.NFKD))
                .replaceAll("");
        return Patterns.NOT_PRINTABLE_ASCII.matcher(plain).replaceAll("?");
    }

    /** One line without control or invisible formatting characters. */
    static String line(String text) {
        if (isPlain(text)) {
            return text;
        }
        return Patterns.SPACES
                .matcher(Patterns.CONTROLS.matcher(text).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }

    /** Whether it is such a line already, as nearly all text is. */
    private static boolean isPlain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }

    static String clip(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = limit - 3;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                        .stripTrailing()
                + "...";
    }

    /** A value as a message shows it. */
    static String show(Object value) {
        // no switch over types: the JVM makes its code when it first runs, which a short command feels
        if (value instanceof Double d) {
            return number(d);
        }
        if (value instanceof Instant t) {
            return minute(t);
        }
        if (value instanceof Map<?, ?> m) {
            return m.keySet().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        }
        if (value instanceof List<?> l) {
            return l.stream().map(Texts::item).collect(Collectors.joining(", "));
        }
        return String.valueOf(value);
    }

    /** An advisory stands in a list by its id. */
    private static String item(Object value) {
        return value instanceof Map<?, ?> m && m.get("id") instanceof String id ? id : show(value);
    }

    /** Whole numbers without a fraction. */
    static String number(double d) {
        return d == Math.rint(d) && Math.abs(d) < 1e15 ? Long.toString((long) d) : Double.toString(d);
    }

    /** {@code 2026-11-24 10:00 UTC}, rounded down. */
    static String minute(Instant t) {
        return Formats.MINUTE.format(t);
    }

    /** The same rounded up, for the first moment at which something is allowed. */
    static String minuteFrom(Instant t) {
        return Formats.MINUTE.format(t.plus(Duration.ofMinutes(1)).minusNanos(1));
    }

    /** The last day of something that ends at that instant, or the minute where it does not end with a day. */
    static String lastDay(Instant end) {
        boolean midnight = end.getEpochSecond() % 86_400 == 0 && end.getNano() == 0;
        return midnight ? Formats.DAY.format(end.minusNanos(1)) : Formats.MINUTE.format(end);
    }
}
