package dev.waag.advisory;

import java.util.Optional;

/**
 * A scored CVSS vector, of version 2, 3.0, 3.1 or 4.0.
 *
 * @param version {@code "2.0"}, {@code "3.0"}, {@code "3.1"} or {@code "4.0"}
 * @param base the base score, 0 to 10 with one decimal; for 4.0 the same as the score
 * @param score with the threat (temporal) and environmental metrics that the vector has, 0 to 10 with one decimal
 */
public record Cvss(String version, double base, double score) {
    private static final int LONGEST = 1_000;

    /** The vector that the text is; empty for any other text. */
    public static Optional<Cvss> parse(String text) {
        String vector = text.strip();
        if (vector.length() > LONGEST) {
            return Optional.empty();
        }
        if (vector.startsWith("CVSS:3.0/") || vector.startsWith("CVSS:3.1/")) {
            return Cvss3.score(vector.substring(5, 8), vector.substring(9));
        }
        if (vector.startsWith("CVSS:4.0/")) {
            return Cvss4.score(vector.substring(9));
        }
        boolean bracketed = vector.startsWith("(") && vector.endsWith(")") && vector.length() > 1;
        return Cvss2.score(bracketed ? vector.substring(1, vector.length() - 1) : vector);
    }

    public Severity severity() {
        return Severity.ofScore(score);
    }
}
