package dev.waag.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where the logical lines, comments and docstrings of a source are, by the lexical rules of Python's reference ("Line structure"), found in one pass:
 * enough to leave out what need not be parsed.
 */
final class Outline {
    /** @param start of the line, indentation included */
    record Line(int start, int indent, boolean function, boolean decorator) {}

    final byte[] text;
    final List<Line> lines = new ArrayList<>();
    /** False where strings or brackets do not close: nothing may then be left out. */
    boolean consistent = true;

    /** Literals longer than anybody writes: from, to. */
    final List<int[]> literals = new ArrayList<>();

    /** How many brackets are open at once, at most. */
    int deepest;

    private static final int LONG = 1 << 14;

    private int at;
    private int depth;

    private Outline(byte[] text) {
        this.text = text;
    }

    /** Of a copy of the source with comments and docstrings blanked and the {@code exec} of Python 2 written as a call. */
    static Outline of(byte[] source) {
        Outline outline = new Outline(source.clone());
        outline.read();
        return outline;
    }

    private void read() {
        while (at < text.length) {
            int start = at;
            int indent = 0;
            while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\f')) {
                indent += text[at] == '\t' ? 8 - indent % 8 : 1;
                at++;
            }
            if (at < text.length && text[at] != '\n' && text[at] != '#' && text[at] != '\r') {
                lines.add(new Line(start, indent, word("def") || word("async"), text[at] == '@'));
                logical();
            } else {
                skipLine();
            }
        }
        consistent &= depth == 0;
    }

    /** Reads to the end of a logical line. */
    private void logical() {
        boolean first = true;
        depth = 0;
        while (at < text.length) {
            byte c = text[at];
            if (first) {
                first = false;
                if (c == '"' || c == '\'' || (c | 32) == 'r' || (c | 32) == 'u') {
                    if (docstring()) {
                        continue;
                    }
                } else if (c == 'e' && word("exec")) {
                    statement();
                }
            }
            switch (c) {
                case '#' -> {
                    skipLine();
                    if (depth == 0) {
                        return;
                    }
                    continue;
                }
                case '"', '\'' -> {
                    string();
                    continue;
                }
                case '(', '[', '{' -> deepest = Math.max(deepest, ++depth);
                case ')', ']', '}' -> {
                    depth--;
                    if (depth < 0) {
                        consistent = false;
                        depth = 0;
                    }
                }
                case ';' -> {
                    at++;
                    while (at < text.length && text[at] == ' ') {
                        at++;
                    }
                    first = depth == 0;
                    continue;
                }
                case '\\' -> at++;
                case '\n' -> {
                    if (depth == 0) {
                        at++;
                        return;
                    }
                }
                default -> {}
            }
            at++;
        }
    }

    /** The lines, counted from 1, of which nothing but blanks is left now that comments and docstrings are blanked; none where the source is not {@link #consistent}. */
    BitSet blankLines() {
        BitSet blank = new BitSet();
        int line = 1;
        boolean spaces = false;
        boolean other = false;
        for (int i = 0; i <= text.length && consistent; i++) {
            if (i == text.length || text[i] == '\n') {
                blank.set(line++, spaces && !other);
                spaces = false;
                other = false;
            } else {
                spaces |= text[i] == ' ';
                other |= text[i] != ' ';
            }
        }
        return blank;
    }

    private boolean word(String word) {
        int end = at + word.length();
        if (end >= text.length || Character.isJavaIdentifierPart(text[end])) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Blanks the rest of the line from a comment's sign on, and goes to the next. */
    private void skipLine() {
        while (at < text.length && text[at] != '\n') {
            if (text[at] == '#') {
                while (at < text.length && text[at] != '\n') {
                    text[at++] = ' ';
                }
                break;
            }
            at++;
        }
        at += at < text.length ? 1 : 0;
    }

    /** A string alone on its line says something to people only. */
    private boolean docstring() {
        int start = at;
        while (at < text.length && text[at] != '"' && text[at] != '\'') {
            if (at - start > 1 || "rRuU".indexOf(text[at]) < 0) {
                at = start;
                return false;
            }
            at++;
        }
        if (at >= text.length) {
            at = start;
            return false;
        }
        int quote = at;
        string();
        int end = at;
        int next = end;
        while (next < text.length && (text[next] == ' ' || text[next] == '\t' || text[next] == '\r')) {
            next++;
        }
        if (consistent && (next == text.length || text[next] == '\n' || text[next] == '#')) {
            int width = end - quote >= 6 && text[quote + 1] == text[quote] && text[quote + 2] == text[quote] ? 3 : 1;
            for (int i = quote + width; i < end - width; i++) {
                if (text[i] != '\n') {
                    text[i] = ' ';
                }
            }
        }
        return true;
    }

    /** Reads over a string from its first quote. */
    private void string() {
        int from = at;
        byte q = text[at];
        boolean triple = at + 2 < text.length && text[at + 1] == q && text[at + 2] == q;
        at += triple ? 3 : 1;
        while (at < text.length) {
            byte c = text[at];
            if (c == '\\') {
                at += 2;
            } else if (c == q && (!triple || at + 2 < text.length && text[at + 1] == q && text[at + 2] == q)) {
                at += triple ? 3 : 1;
                if (at - from > LONG) {
                    literals.add(new int[] {from, at});
                }
                return;
            } else if (c == '\n' && !triple) {
                consistent = false;
                return;
            } else {
                at++;
            }
        }
        at = Math.min(at, text.length);
        consistent = false;
    }

    /** {@code exec code in names} becomes {@code exec(code , names)}, in place: its two blanks make room for the brackets. */
    private void statement() {
        int from = at + 4;
        int i = from;
        while (i < text.length && text[i] == ' ') {
            i++;
        }
        if (i == from || i >= text.length || "(=.,)[:+".indexOf(text[i]) >= 0 || text[i] == '\n') {
            return;
        }
        int end = i;
        while (end < text.length && text[end] != '\n' && text[end] != '\r') {
            end++;
        }
        if (end < text.length) {
            text[from] = '(';
            text[end] = ')';
            String rest = new String(text, i, end - i, java.nio.charset.StandardCharsets.ISO_8859_1);
            int in = rest.lastIndexOf(" in ");
            if (in > 0 && rest.indexOf('"', in) < 0 && rest.indexOf('\'', in) < 0) {
                text[i + in + 1] = ',';
                text[i + in + 2] = ' ';
            }
            ended.add(end);
        }
    }

    /** Places where a line's end gave way to a bracket: another is put in there. */
    private final List<Integer> ended = new ArrayList<>();

    /** The text, with every line's end in place. */
    byte[] whole() {
        return restore(text, ended);
    }

    /** With the middle of its longest literals left out, but for their lines' ends. */
    byte[] shortened() {
        byte[] out = new byte[text.length];
        int n = 0;
        int from = 0;
        for (int[] literal : literals) {
            int head = literal[0] + LONG / 2;
            int tail = literal[1] - LONG / 4;
            System.arraycopy(text, from, out, n, head - from);
            n += head - from;
            while (n > 0 && out[n - 1] == '\\') {
                n--;
            }
            for (int i = head; i < tail; i++) {
                if (text[i] == '\n') {
                    out[n++] = '\n';
                }
            }
            from = tail;
        }
        System.arraycopy(text, from, out, n, text.length - from);
        return Arrays.copyOf(out, n + text.length - from);
    }

    private static byte[] restore(byte[] text, List<Integer> ended) {
        if (ended.isEmpty()) {
            return text;
        }
        byte[] out = new byte[text.length + ended.size()];
        int n = 0;
        int from = 0;
        for (int end : ended) {
            System.arraycopy(text, from, out, n, end + 1 - from);
            n += end + 1 - from;
            out[n++] = '\n';
            from = end + 1;
        }
        System.arraycopy(text, from, out, n, text.length - from);
        return Arrays.copyOf(out, n + text.length - from);
    }
}
