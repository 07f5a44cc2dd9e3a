package dev.waag.policy;

import java.util.Arrays;

/** A TOML source as code points with lines, to find the place of a character of a decoded string in the file. */
final class TomlText {
    /** A place in the file, both from 1; columns count code points. */
    record Place(int line, int column) {}

    private final int[] source;
    private final int[] lineStarts;

    TomlText(String text) {
        source = text.codePoints().toArray();
        int[] starts = new int[source.length + 1];
        int lines = 1;
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '\n') {
                starts[lines++] = i + 1;
            }
        }
        lineStarts = Arrays.copyOf(starts, lines);
    }

    /**
     * The place of a character of a string value.
     *
     * @param start where the value's opening quote stands
     * @param value the decoded value
     * @param index of the character, in code points
     */
    Place within(Place start, String value, int index) {
        int quote = lineStarts[Math.min(start.line(), lineStarts.length) - 1] + start.column() - 1;
        int[] places = decodedPlaces(quote);
        // One place more than characters: that of the closing quote. If they differ, this is a form of string that we
        // cannot read.
        if (places.length != value.codePointCount(0, value.length()) + 1) {
            return start;
        }
        return place(places[Math.min(index, places.length - 1)]);
    }

    private Place place(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Place(line + 1, offset - lineStarts[line] + 1);
    }

    private int at(int offset) {
        return offset < source.length ? source[offset] : -1;
    }

    private boolean tripled(int offset, int quote) {
        return at(offset) == quote && at(offset + 1) == quote && at(offset + 2) == quote;
    }

    /** Where each character of the string that begins at a quote stands in the source, and last where its closing quote does (TOML 1.0, String). */
    private int[] decodedPlaces(int open) {
        int quote = at(open);
        boolean multiline = tripled(open, quote);
        int i = open + (multiline ? 3 : 1);
        if (multiline && at(i) == '\r' && at(i + 1) == '\n') {
            i += 2;
        } else if (multiline && at(i) == '\n') {
            i++;
        }
        int[] places = new int[source.length + 1];
        int count = 0;
        while (i < source.length && !closes(i, quote, multiline)) {
            if (quote == '"' && at(i) == '\\') {
                int next = afterEscape(i, multiline);
                if (!continuesLine(i, multiline)) {
                    places[count++] = i;
                }
                i = next;
            } else {
                places[count++] = i++;
            }
        }
        places[count++] = Math.min(i, source.length);
        return Arrays.copyOf(places, count);
    }

    /** A multi-line string may end in up to two quotes of its own before the closing three. */
    private boolean closes(int i, int quote, boolean multiline) {
        return multiline ? tripled(i, quote) && at(i + 3) != quote : at(i) == quote;
    }

    /** A backslash at the end of a line drops the white space that follows. */
    private boolean continuesLine(int i, boolean multiline) {
        int j = i + 1;
        while (at(j) == ' ' || at(j) == '\t' || at(j) == '\r') {
            j++;
        }
        return multiline && at(j) == '\n';
    }

    private int afterEscape(int i, boolean multiline) {
        if (continuesLine(i, multiline)) {
            int j = i + 1;
            while (at(j) == ' ' || at(j) == '\t' || at(j) == '\r' || at(j) == '\n') {
                j++;
            }
            return j;
        }
        return i + (at(i + 1) == 'u' ? 6 : at(i + 1) == 'U' ? 10 : 2);
    }
}
