package dev.waag.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How many findings of each kind, and numbers as people read them.
 *
 * @param denied denied and not waived
 * @param held held and not waived
 * @param warned warnings, not waived
 * @param waived under a waiver in force, whatever their action
 */
record Counts(int denied, int held, int warned, int waived) {
    static Counts of(List<Finding> findings) {
        int[] n = new int[4];
        for (Finding f : findings) {
            int kind = f.waiver().isPresent()
                    ? 3
                    : switch (f.action()) {
                        case "deny" -> 0;
                        case "hold" -> 1;
                        default -> 2;
                    };
            n[kind]++;
        }
        return new Counts(n[0], n[1], n[2], n[3]);
    }

    /** {@code 2 denied, 1 held, 3 warnings, 1 waived}; {@code nothing found} for none. */
    String words() {
        StringBuilder text = new StringBuilder();
        add(text, denied, " denied");
        add(text, held, " held");
        add(text, warned, warned == 1 ? " warning" : " warnings");
        add(text, waived, " waived");
        return text.isEmpty() ? "nothing found" : text.toString();
    }

    private static void add(StringBuilder text, int n, String what) {
        if (n > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(grouped(n)).append(what);
        }
    }

    /** {@code 1 project}, {@code 25,341 records}. */
    static String counted(int n, String one) {
        return grouped(n) + " " + one + (n == 1 ? "" : "s");
    }

    private static String grouped(int n) {
        StringBuilder text = new StringBuilder(Integer.toString(n));
        for (int at = text.length() - 3; at > (n < 0 ? 1 : 0); at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** {@code 25,341 records, newest 3 days ago (2026-11-19T08:00:00Z)}. */
    static String age(AdvisorySet set, Instant now) {
        return counted(set.records(), "record") + ", " + age(set.asOf(), now);
    }

    private static String age(Optional<Instant> asOf, Instant now) {
        if (asOf.isEmpty()) {
            return "of unknown age";
        }
        Instant then = asOf.get();
        long minutes = Math.max(0, Duration.between(then, now).toMinutes());
        String ago = minutes < 1
                ? "this minute"
                : minutes < 120
                        ? minutes + (minutes == 1 ? " minute ago" : " minutes ago")
                        : minutes < 48 * 60 ? minutes / 60 + " hours ago" : minutes / (24 * 60) + " days ago";
        return "newest " + ago + " (" + then.toString().substring(0, 10) + ")";
    }
}
