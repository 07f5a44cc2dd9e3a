package dev.waag.advisory;

import java.util.Locale;
import java.util.Optional;

/** How bad, in the words of CVSS 4.0, section 6 "Qualitative Severity Rating Scale" (the same in 3.x); from the least to the worst. */
public enum Severity {
    NONE,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** The word for a score from 0 to 10: 0 none, from 0.1 low, from 4.0 medium, from 7.0 high, from 9.0 critical. */
    public static Severity ofScore(double score) {
        if (score >= 9.0) {
            return CRITICAL;
        }
        if (score >= 7.0) {
            return HIGH;
        }
        if (score >= 4.0) {
            return MEDIUM;
        }
        return score > 0 ? LOW : NONE;
    }

    /** A source's own word, in any case; {@code moderate} and {@code important} are medium and high. Empty for any other. */
    public static Optional<Severity> ofWord(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.of(NONE);
            case "low" -> Optional.of(LOW);
            case "medium", "moderate" -> Optional.of(MEDIUM);
            case "high", "important" -> Optional.of(HIGH);
            case "critical" -> Optional.of(CRITICAL);
            default -> Optional.empty();
        };
    }

    /** The word in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
