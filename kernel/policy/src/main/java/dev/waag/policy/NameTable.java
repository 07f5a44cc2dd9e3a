package dev.waag.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names by rank, packed: the list's own bytes, where in them each name starts, and a table of hashes. The place of a name among the
 * names, counted from 0, is its index. One pass over the bytes makes it, for it is made when somebody waits for a first page or a check;
 * what few names need, their words and their halves, is made when first asked for.
 */
final class NameTable {
    private static final int USUAL_LINE = 14;

    private final byte[] text;
    private final LongTable byHash;
    private final NameHalves halves = new NameHalves();
    /** The hashes of the first letters of the name that is being read. */
    private final long[] before = new long[NameHalves.LONGEST + 1];

    private int[] starts;
    private int size;
    private volatile @Nullable LongTable words;

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
        byte[] list = text;
        int end = list.length;
        long hash = 0;
        long power = 1;
        int at = start;
        while (at < end) {
            byte c = list[at];
            if (c == '\n') {
                break;
            }
            if (at - start <= NameHalves.LONGEST) {
                before[at - start] = hash;
            }
            hash += c * power;
            power *= NameHash.B;
            at++;
        }
        if (at > start) {
            add(start, hash);
            if (at - start <= NameHalves.LONGEST) {
                halves.add(at - start, before[NameHalves.half(at - start)], hash);
            }
        }
        return at;
    }

    private void add(int start, long hash) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
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

    NameHalves halves() {
        return halves;
    }

    boolean contains(String name) {
        int index = find(NameHash.of(name));
        return index != LongTable.ABSENT && name.equals(name(index));
    }

    /** Whether one of the names has this word between its separators. */
    boolean hasWord(String word) {
        LongTable known = words;
        if (known == null) {
            known = words();
            words = known;
        }
        return known.contains(NameHash.of(word));
    }

    private LongTable words() {
        LongTable found = new LongTable(8_000);
        for (int i = 0; i < size; i++) {
            long word = 0;
            long power = 1;
            int end = endOfLine(starts[i]);
            for (int at = starts[i]; at < end; at++) {
                byte c = text[at];
                if (c == '-') {
                    found.putIfAbsent(word, 0);
                    word = 0;
                    power = 1;
                } else {
                    word += c * power;
                    power *= NameHash.B;
                }
            }
            found.putIfAbsent(word, 0);
        }
        return found;
    }

    /** The indexes of the names with a digit. */
    int[] numbered() {
        int[] numbered = new int[256];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (hasDigit(i)) {
                if (count == numbered.length) {
                    numbered = Arrays.copyOf(numbered, count * 2);
                }
                numbered[count++] = i;
            }
        }
        return Arrays.copyOf(numbered, count);
    }

    private boolean hasDigit(int index) {
        for (int at = starts[index]; at < text.length && text[at] != '\n'; at++) {
            if (text[at] <= '9' && text[at] != '-') {
                return true;
            }
        }
        return false;
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
