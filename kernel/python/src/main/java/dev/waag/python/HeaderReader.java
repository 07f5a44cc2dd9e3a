package dev.waag.python;

import java.util.function.BiConsumer;

/** Takes header lines off the front of a text: RFC 822, section 3, with the folding of Python's core metadata. */
final class HeaderReader {
    /** How deep tools indent continued lines; with {@code |} in the last column they keep the line's own indentation. */
    private static final int INDENT = 8;

    private static final String BAR = "       |";

    private final String text;
    private int at;

    HeaderReader(String text) {
        // a byte order mark before the first name would make it another name
        this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** Gives each field's name, in lower case, and unfolded value; stops after the first empty line or before the first that is no header. */
    void headers(BiConsumer<String, String> field) {
        while (at < text.length()) {
            int end = lineEnd(at);
            if (end == at) {
                at = nextLine(end);
                return;
            }
            int colon = nameEnd(at, end);
            if (colon < 0) {
                return;
            }
            String name = Ascii.lower(text.substring(at, colon));
            StringBuilder value =
                    new StringBuilder(text.substring(colon + 1, end).strip());
            at = nextLine(end);
            while (at < text.length() && isBlank(text.charAt(at))) {
                int lineEnd = lineEnd(at);
                value.append('\n').append(unindented(text.substring(at, lineEnd)));
                at = nextLine(lineEnd);
            }
            if (!name.isEmpty()) {
                field.accept(name, value.toString().strip());
            }
        }
    }

    /** What the headers left. */
    String rest() {
        return text.substring(at);
    }

    /** The colon after a field name, whose characters are the printable ones of ASCII; -1 where the line has none. */
    private int nameEnd(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i;
            }
            if (c <= ' ' || c > '~') {
                return -1;
            }
        }
        return -1;
    }

    private static String unindented(String line) {
        if (line.startsWith(BAR)) {
            return line.substring(INDENT).stripTrailing();
        }
        int start = 0;
        while (start < Math.min(INDENT, line.length()) && isBlank(line.charAt(start))) {
            start++;
        }
        return line.substring(start).stripTrailing();
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private int nextLine(int end) {
        boolean both = text.startsWith("\r\n", end);
        return Math.min(text.length(), end + (both ? 2 : 1));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
