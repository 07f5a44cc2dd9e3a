package dev.waag.report;

/** Words set into lines of a width, the second and later ones indented. Texts are cleaned on their way in. */
final class Flow {
    private final StringBuilder out;
    private final Ink ink;
    private final int width;
    private final int indent;
    private int column;
    private boolean fresh = true;

    /**
     * @param width columns of a line
     * @param column columns already used on the line that {@code out} ends with
     * @param indent column at which the second and later lines begin
     */
    Flow(StringBuilder out, Ink ink, int width, int column, int indent) {
        this.out = out;
        this.ink = ink;
        this.width = width;
        this.column = column;
        this.indent = indent;
    }

    /** Adds the words of a text in a style. */
    Flow words(String text, String style) {
        String line = Plain.line(text);
        int from = 0;
        while (from < line.length()) {
            int to = line.indexOf(' ', from);
            to = to < 0 ? line.length() : to;
            word(line.substring(from, to), style);
            from = to + 1;
        }
        return this;
    }

    /** Goes on at a column, or after a blank where the line is already beyond it. */
    Flow padTo(int at) {
        if (column < at) {
            out.repeat(' ', at - column);
            column = at;
            fresh = true;
        }
        return this;
    }

    /** Ends the line, without blanks at its end. */
    void end() {
        trim();
        out.append('\n');
    }

    private void word(String word, String style) {
        int cells = cells(word);
        boolean room = column + (fresh ? 0 : 1) + cells <= width;
        if (!room && column > indent) {
            newLine();
        } else if (!fresh) {
            out.append(' ');
            column++;
        }
        String rest = word;
        while (column + cells > width && cells > 1) {
            int cut = fitting(rest, Math.max(1, width - column));
            ink.put(out, rest.substring(0, cut), style);
            newLine();
            rest = rest.substring(cut);
            cells = cells(rest);
        }
        ink.put(out, rest, style);
        column += cells;
        fresh = false;
    }

    private void newLine() {
        trim();
        out.append('\n').repeat(' ', indent);
        column = indent;
        fresh = true;
    }

    private void trim() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
    }

    /** How many chars of the text fit into so many cells; at least one character. */
    private static int fitting(String text, int room) {
        int at = 0;
        int used = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            used += cells(c);
            if (used > room && at > 0) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /** Columns that a cleaned text takes on a terminal. */
    static int cells(String text) {
        int n = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            n += cells(c);
            i += Character.charCount(c);
        }
        return n;
    }

    /** Nothing for combining marks, two for the wide scripts and pictographs (Unicode Standard Annex 11, in its coarse blocks). */
    private static int cells(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
