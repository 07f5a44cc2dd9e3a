package dev.waag.python;

/** White space as Python's {@code str.isspace} and the {@code \s} of its regular expressions have it, which Java's methods do not share. */
final class PythonSpaces {
    private PythonSpaces() {}

    static boolean isSpace(char c) {
        if (c < 0x80) {
            return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f;
        }
        return c == 0x85 || Character.isSpaceChar(c);
    }

    static String strip(String text) {
        int start = skip(text, 0);
        int end = text.length();
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** The index of the first character from start on that is no white space; the length where there is none. */
    static int skip(String text, int start) {
        int at = start;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
