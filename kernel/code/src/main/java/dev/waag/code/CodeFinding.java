package dev.waag.code;

/**
 * One thing that a source does, with the line that shows it.
 *
 * @param kind what it is
 * @param phase when it runs
 * @param file the path given to the scan
 * @param line from 1
 * @param message one sentence without a line break
 * @param evidence the source line, trimmed and cut to {@link Evidence#LENGTH} characters, control characters escaped
 */
public record CodeFinding(Signal kind, Phase phase, String file, int line, String message, String evidence) {
    public CodeFinding {
        if (line < 1) {
            throw new IllegalArgumentException("line " + line);
        }
    }

    /** The id of the finding's rule, {@code code-…}. */
    public String rule() {
        return kind.rule();
    }

    /** {@code critical}, {@code high}, {@code medium}, {@code low} or {@code info}, by what it is and when it runs. */
    public String severity() {
        double weight = kind.weight(phase);
        if (weight >= 0.9) {
            return "critical";
        }
        if (weight >= 0.5) {
            return "high";
        }
        if (weight >= 0.15) {
            return "medium";
        }
        return weight > 0.02 ? "low" : "info";
    }
}
