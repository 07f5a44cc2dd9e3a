package dev.waag.python;

/** Free text from an index, made fit for JSON and HTML alike. */
final class Texts {
    private Texts() {}

    /**
     * The text with line ends as {@code \n} and with U+FFFD for each control character other than tab and line feed, and for each half of
     * a surrogate pair: neither HTML nor UTF-8 can carry these, and a page that cannot be written would hide its project.
     */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnfit(text, i)) {
                return cleaned(text);
            }
        }
        return text;
    }

    /** Whether the character at i is half a surrogate pair without its other half. */
    static boolean isBroken(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static boolean isUnfit(String text, int i) {
        char c = text.charAt(i);
        return Character.isISOControl(c) && c != '\t' && c != '\n' || isBroken(text, i);
    }

    private static String cleaned(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder out = new StringBuilder(lines.length());
        for (int i = 0; i < lines.length(); i++) {
            out.append(isUnfit(lines, i) ? '\ufffd' : lines.charAt(i));
        }
        return out.toString();
    }
}
