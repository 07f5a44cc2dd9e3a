package dev.waag.cli;

import java.util.Map;

/**
 * What the launcher knows of where this process prints to; the JVM itself cannot tell its two streams apart.
 *
 * @param output whether standard output is a terminal
 * @param errors whether standard error is one
 * @param columns how wide it is
 */
record Terminal(boolean output, boolean errors, boolean colour, int columns) {
    private static final int USUAL = 100;

    static Terminal ofThisProcess() {
        return of(Boolean.getBoolean("waag.terminal.out"), Boolean.getBoolean("waag.terminal.err"), System.getenv());
    }

    /** {@code NO_COLOR} (any value but an empty one) and {@code TERM=dumb} keep colours off. */
    static Terminal of(boolean output, boolean errors, Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(output, errors, output && !plain, columns(environment.getOrDefault("COLUMNS", "")));
    }

    private static int columns(String text) {
        try {
            int columns = Integer.parseInt(text.strip());
            return columns >= 40 ? Math.min(columns, 200) : USUAL;
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }
}
