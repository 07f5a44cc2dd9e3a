package dev.waag.code;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a {@code .pth} file, as {@code site} of Python 3.13 has them: without a byte order mark, and split as {@code str.splitlines} does, which takes more for a line's end than
 * an editor shows as one. Older versions split less, and so run less.
 */
public final class PathLines {
    private static final String ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

    private PathLines() {}

    public static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int from = text.startsWith("\ufeff") ? 1 : 0;
        for (int i = from; i <= text.length(); i++) {
            if (i == text.length() || ENDS.indexOf(text.charAt(i)) >= 0) {
                lines.add(text.substring(from, i));
                i += i + 1 < text.length() && text.charAt(i) == '\r' && text.charAt(i + 1) == '\n' ? 1 : 0;
                from = i + 1;
            }
        }
        return lines;
    }

    /** Whether {@code site} runs that line. */
    public static boolean runs(String line) {
        return line.startsWith("import ") || line.startsWith("import\t");
    }
}
