package dev.waag.report;

/**
 * Text from outside, made safe to show: one line, and nothing in it that a terminal, an XML reader or a bidirectional
 * display would obey.
 */
final class Plain {
    private static final char REPLACEMENT = '\uFFFD';

    private Plain() {}

    /**
     * The text with white space as single blanks (none at its ends) and with control, format (direction, zero-width) and
     * unpaired surrogate characters as U+FFFD.
     */
    static String line(String text) {
        if (isPrintableAscii(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || Character.isSpaceChar(c)) {
                gap = true;
                continue;
            }
            if (gap && !shown.isEmpty()) {
                shown.append(' ');
            }
            gap = false;
            shown.appendCodePoint(hidden(c) ? REPLACEMENT : c);
        }
        return shown.toString();
    }

    /** The first so many characters of a line, and an ellipsis where there were more. */
    static String cut(String line, int most) {
        if (line.length() <= most || line.codePointCount(0, line.length()) <= most) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, most - 3)).stripTrailing() + "...";
    }

    /** The text with unpaired surrogates as U+FFFD; all else stays. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return paired(text);
            }
        }
        return text;
    }

    private static String paired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            out.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c);
        }
        return out.toString();
    }

    /** Whether nothing is to be done: printable ASCII, blanks single and inside only. */
    private static boolean isPrintableAscii(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }

    /** Controls, formats, surrogates, and the two noncharacters that end each plane (XML forbids U+FFFE and U+FFFF). */
    private static boolean hidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || (c & 0xFFFE) == 0xFFFE;
    }
}
