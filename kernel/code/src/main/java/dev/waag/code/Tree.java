package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A syntax tree as plain numbers: node 0 is the module; punctuation is left out, operators are kept. */
final class Tree {
    static final int NO = -1;

    final byte[] source;
    private Kind[] kinds = new Kind[256];
    private Field[] fields = new Field[256];
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private int[] firsts = new int[256];
    private int[] nexts = new int[256];
    private int[] lasts = new int[256];
    private int size;
    private final int[] lines;

    Tree(byte[] source) {
        this.source = source;
        int n = 1;
        for (byte b : source) {
            n += b == '\n' ? 1 : 0;
        }
        lines = new int[n];
        n = 1;
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '\n') {
                lines[n++] = i + 1;
            }
        }
    }

    /** Adds a node that so far has neither child nor sibling. */
    int add(Kind kind, Field field, int start, int end) {
        if (size == kinds.length) {
            int more = size * 2;
            kinds = Arrays.copyOf(kinds, more);
            fields = Arrays.copyOf(fields, more);
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
            firsts = Arrays.copyOf(firsts, more);
            nexts = Arrays.copyOf(nexts, more);
            lasts = Arrays.copyOf(lasts, more);
        }
        kinds[size] = kind;
        fields[size] = field;
        starts[size] = start;
        ends[size] = end;
        firsts[size] = NO;
        nexts[size] = NO;
        lasts[size] = NO;
        return size++;
    }

    /** A node whose end is not known yet. */
    int open(Kind kind, int start) {
        return add(kind, Field.NONE, start, start);
    }

    int close(int node, int end) {
        ends[node] = end;
        return node;
    }

    int leaf(Kind kind, int start, int end) {
        return add(kind, Field.NONE, start, end);
    }

    /** A node around another, which becomes its first child. */
    int wrap(Kind kind, int child, Field field) {
        int node = add(kind, Field.NONE, starts[child], ends[child]);
        append(node, child, field);
        return node;
    }

    void append(int parent, int child, Field field) {
        fields[child] = field;
        if (lasts[parent] == NO) {
            firsts[parent] = child;
        } else {
            nexts[lasts[parent]] = child;
        }
        lasts[parent] = child;
    }

    /** Takes over all children of a node that is not needed. */
    void adopt(int parent, int node) {
        firsts[parent] = firsts[node];
        lasts[parent] = lasts[node];
    }

    /** Forgets the nodes from that one on, which nothing older leads to. */
    void forget(int from) {
        size = from;
    }

    void kind(int node, Kind kind) {
        kinds[node] = kind;
    }

    void start(int node, int start) {
        starts[node] = start;
    }

    int size() {
        return size;
    }

    Kind kind(int node) {
        return kinds[node];
    }

    Field field(int node) {
        return fields[node];
    }

    int first(int node) {
        return firsts[node];
    }

    int next(int node) {
        return nexts[node];
    }

    int start(int node) {
        return starts[node];
    }

    int end(int node) {
        return ends[node];
    }

    String text(int node) {
        String text = new String(source, starts[node], ends[node] - starts[node], UTF_8);
        return kinds[node] == Kind.IDENTIFIER ? Characters.normal(text) : text;
    }

    /** The child that is this to its parent, or {@link #NO}. */
    int child(int node, Field field) {
        for (int c = firsts[node]; c != NO; c = nexts[c]) {
            if (fields[c] == field && kinds[c] != Kind.COMMENT) {
                return c;
            }
        }
        return NO;
    }

    /** Its children that carry meaning: no comments. */
    List<Integer> children(int node) {
        List<Integer> out = new ArrayList<>();
        for (int c = firsts[node]; c != NO; c = nexts[c]) {
            if (kinds[c] != Kind.COMMENT && kinds[c] != Kind.TOKEN) {
                out.add(c);
            }
        }
        return out;
    }

    /** From 1. */
    int line(int offset) {
        int i = Arrays.binarySearch(lines, offset);
        return i >= 0 ? i + 1 : -i - 1;
    }

    /** The text of a line, at most so many bytes of it from around an offset in it. */
    String lineText(int offset, int most) {
        int line = line(offset) - 1;
        int from = lines[line];
        int to = line + 1 < lines.length ? lines[line + 1] - 1 : source.length;
        if (to - from > most && offset - from > most / 2) {
            from = offset;
        }
        return new String(source, from, Math.max(0, Math.min(to - from, most)), UTF_8);
    }
}
