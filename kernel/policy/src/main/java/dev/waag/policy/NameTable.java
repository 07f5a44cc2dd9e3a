package dev.waag.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * Names by rank, packed: the list's own bytes, where in them each name starts, and a table of hashes. The place of a name among the
 * names, counted from 0, is its index. One pass over the bytes makes all of it, for it is made when somebody waits for a first page.
 */
final class NameTable {
    private static final int USUAL_LINE = 14;

    private final byte[] text;
    private final LongTable byHash;
    private final LongTable words = new LongTable(8_000);
    private int[] starts;
    private int[] numbered = new int[256];
    private int size;
    private int numberedSize;

    /** @param text names, one a line; lines that are empty or start with {@code #} are passed over */
    NameTable(byte[] text) {
        this.text = text.clone();
        starts = new int[text.length / USUAL_LINE + 16];
        byHash = new LongTable(text.length / USUAL_LINE);
        read();
    }

    static NameTable of(Iterable<String> names) {
        return new NameTable(String.join("\n", names).getBytes(US_ASCII));
    }

    private void read() {
        int start = 0;
        while (start < text.length) {
            start = text[start] == '#' ? endOfLine(start) + 1 : readName(start) + 1;
        }
    }

    private int endOfLine(int at) {
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Takes in the name that starts there, and answers where its line ends. */
    private int readName(int start) {
        long hash = 0;
        long power = 1;
        long word = 0;
        long wordPower = 1;
        boolean digits = false;
        int at = start;
        for (; at < text.length && text[at] != '\n'; at++) {
            byte c = text[at];
            hash += c * power;
            power *= NameHash.B;
            if (c == '-') {
                words.putIfAbsent(word, 0);
                word = 0;
                wordPower = 1;
            } else {
                word += c * wordPower;
                wordPower *= NameHash.B;
                digits |= c <= '9';
            }
        }
        if (at > start) {
            words.putIfAbsent(word, 0);
            add(start, hash, digits);
        }
        return at;
    }

    private void add(int start, long hash, boolean digits) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
        }
        if (digits) {
            if (numberedSize == numbered.length) {
                numbered = Arrays.copyOf(numbered, numberedSize * 2);
            }
            numbered[numberedSize++] = size;
        }
        starts[size] = start;
        byHash.putIfAbsent(hash, size++);
    }

    int size() {
        return size;
    }

    String name(int index) {
        int start = starts[index];
        return new String(text, start, endOfLine(start) - start, US_ASCII);
    }

    /** The index of the name with this hash, or {@link LongTable#ABSENT}; the caller compares the names. */
    int find(long hash) {
        return byHash.get(hash);
    }

    boolean contains(String name) {
        int index = find(NameHash.of(name));
        return index != LongTable.ABSENT && name.equals(name(index));
    }

    /** Whether one of the names has this word between its separators. */
    boolean hasWord(String word) {
        return words.contains(NameHash.of(word));
    }

    /** The indexes of the names with a digit. */
    int[] numbered() {
        return Arrays.copyOf(numbered, numberedSize);
    }

    /** The first {@code count} names, as a list that reads them when asked. */
    List<String> first(int count) {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return name(index);
            }

            @Override
            public int size() {
                return Math.min(count, size);
            }
        };
    }
}
