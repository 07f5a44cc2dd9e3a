package dev.waag.advisory;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Finds what belongs to a text: a hash table with open addressing. Each slot is the text's hash ({@link String#hashCode()}, four bytes) and
 * where its block begins in the file (four bytes; 0 for an empty slot). There are at least twice as many slots as texts, a power of two.
 */
final class SlotTable {
    static final int SLOT = 8;
    static final int EMPTY = 0;
    static final int OTHER = -1;

    private final ByteBuffer slots;
    private final int mask;

    /** @param slots from its position on; as many bytes as there are slots, times {@link #SLOT} */
    SlotTable(ByteBuffer slots) {
        int count = slots.remaining() / SLOT;
        if (count < 2 || Integer.bitCount(count) != 1 || slots.remaining() != count * SLOT) {
            throw new BrokenIndexException("a table in it has no proper size");
        }
        this.slots = slots.slice();
        this.mask = count - 1;
    }

    /** How many slots a search may have to look at. */
    int size() {
        return mask + 1;
    }

    /**
     * Where the block begins that the slot points to which a search for this hash looks at in its step of that number, from 0;
     * {@link #EMPTY} where the search ends, {@link #OTHER} where the slot is another hash's.
     */
    int look(int hash, int step) {
        int at = (start(hash) + step & mask) * SLOT;
        int offset = slots.getInt(at + 4);
        return offset == EMPTY || slots.getInt(at) == hash ? offset : OTHER;
    }

    private static int start(int hash) {
        return hash ^ hash >>> 16;
    }

    static int bytesFor(int texts) {
        return Math.max(2, Integer.highestOneBit(texts) * 4) * SLOT;
    }

    /** @param offsets where each text's block begins */
    static byte[] write(List<String> texts, int[] offsets) {
        ByteBuffer slots = ByteBuffer.allocate(bytesFor(texts.size()));
        int mask = slots.capacity() / SLOT - 1;
        for (int i = 0; i < offsets.length; i++) {
            int hash = texts.get(i).hashCode();
            int slot = start(hash) & mask;
            while (slots.getInt(slot * SLOT + 4) != EMPTY) {
                slot = slot + 1 & mask;
            }
            slots.putInt(slot * SLOT, hash).putInt(slot * SLOT + 4, offsets[i]);
        }
        return slots.array();
    }
}
