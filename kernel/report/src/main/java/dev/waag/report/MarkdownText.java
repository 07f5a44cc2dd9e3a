package dev.waag.report;

/**
 * Text for GitHub-flavoured Markdown, one line that says what it says: no markup, no HTML, no cell's end. What structure could be made of is written
 * as an entity or behind a backslash; a zero-width space after {@code @} and {@code #} keeps people and issues from being called.
 */
final class MarkdownText {
    private MarkdownText() {}

    static String of(String text) {
        String line = Plain.line(text);
        StringBuilder out = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '|' -> out.append("&#124;");
                case '\\' -> out.append("&#92;");
                case '$' -> out.append("&#36;");
                case '@' -> out.append("@&#8203;");
                case '#' -> out.append("#&#8203;");
                case '*', '_', '`', '[', ']', '~', '!' -> out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
