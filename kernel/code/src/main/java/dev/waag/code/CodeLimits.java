package dev.waag.code;

/**
 * What a scan spends at most on one file, counted and never timed, so that the same file always gives the same report.
 *
 * @param searched bytes that are looked at; what comes after is not, and a finding says so
 * @param parsed bytes that are parsed; of a longer source only the lines near the filter's words are
 * @param nodes nodes of the syntax tree that are kept
 * @param steps nodes that the walk visits, each as often as it is interpreted
 * @param depth nesting that is followed
 * @param layers payloads within payloads that are unpacked
 * @param findings findings of one kind that are kept
 */
public record CodeLimits(int searched, int parsed, int nodes, int steps, int depth, int layers, int findings) {
    public static final CodeLimits STANDARD = new CodeLimits(64 << 20, 2 << 20, 2_000_000, 4_000_000, 200, 5, 5);
}
