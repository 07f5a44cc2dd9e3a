package dev.waag.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * Names by rank, packed: their bytes in one array, their hashes in one table. The place of a name in the list that it was made from,
 * counted from 0, is its index.
 */
final class NameTable {
    private final byte[] text;
    private final int[] starts;
    private final LongTable byHash;

    private NameTable(byte[] text, int[] starts, LongTable byHash) {
        this.text = text;
        this.starts = starts;
        this.byHash = byHash;
    }

    static NameTable of(List<String> names) {
        byte[] text = String.join("\n", names).getBytes(US_ASCII);
        int[] starts = new int[names.size() + 1];
        LongTable byHash = new LongTable(names.size());
        for (int i = 0, at = 0; i < names.size(); i++) {
            starts[i] = at;
            int end = at + names.get(i).length();
            byHash.putIfAbsent(NameHash.of(text, at, end), i);
            at = end + 1;
        }
        starts[names.size()] = text.length + 1;
        return new NameTable(text, starts, byHash);
    }

    int size() {
        return starts.length - 1;
    }

    String name(int index) {
        return new String(text, starts[index], length(index), US_ASCII);
    }

    int length(int index) {
        return starts[index + 1] - 1 - starts[index];
    }

    /** The index of the name with this hash, or {@link LongTable#ABSENT}; the caller compares the names. */
    int find(long hash) {
        return byHash.get(hash);
    }

    boolean contains(String name) {
        int index = find(NameHash.of(name));
        return index != LongTable.ABSENT && name.equals(name(index));
    }

    /** Hands out the hashes of the words between the name's separators. */
    void forEachWord(int index, LongConsumer action) {
        int start = starts[index];
        int end = start + length(index);
        for (int i = start; i <= end; i++) {
            if (i == end || text[i] == '-') {
                action.accept(NameHash.of(text, start, i));
                start = i + 1;
            }
        }
    }
}
