package dev.waag.code;

/** A source line as it may be shown: one line, short, nothing in it that a terminal or a reader takes for something else. */
final class Evidence {
    static final int LENGTH = 200;

    private Evidence() {}

    static String of(String line) {
        String trimmed = line.strip();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < trimmed.length() && out.length() < LENGTH; ) {
            int c = trimmed.codePointAt(i);
            i += Character.charCount(c);
            if (hidden(c)) {
                out.append(c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.length() < LENGTH ? out.toString() : out.append('…').toString();
    }

    private static boolean hidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
