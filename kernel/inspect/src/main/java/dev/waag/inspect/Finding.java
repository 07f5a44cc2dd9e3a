package dev.waag.inspect;

import dev.waag.inspect.Text.Shown;

/**
 * Something that was found in a distribution.
 *
 * @param rule {@code archive-unsafe}, {@code install-code}, or what kind of thing it is: {@code native}, {@code payload}, {@code metadata}, {@code delta}...
 * @param severity {@code critical}, {@code high}, {@code medium}, {@code low} or {@code info}
 * @param file the member that it is about, as the archive names it with control characters shown; empty for the archive itself
 * @param line from 1; 0 where there is none
 * @param message a sentence without its full stop
 * @param evidence the part that shows it, one line; may be empty
 */
public record Finding(String rule, String severity, String file, int line, String message, String evidence) {
    public static final String UNSAFE = "archive-unsafe";
    public static final String INSTALL_CODE = "install-code";

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST = 400;

    public Finding {
        file = Shown.line(file, LONGEST_NAME);
        message = Shown.line(message, LONGEST);
        evidence = Shown.line(evidence, LONGEST);
    }
}
