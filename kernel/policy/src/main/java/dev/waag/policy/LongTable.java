package dev.waag.policy;

import java.util.Arrays;

/**
 * A small map from 64-bit hashes to non-negative ints: open addressing in two arrays, so that 15,000 names cost 400 KB and a look-up
 * that misses, which is nearly every one, costs nanoseconds. Not for concurrent writing; safe to read once published.
 */
final class LongTable {
    /** What {@link #get} answers for a key that is not there. */
    static final int ABSENT = -1;

    private long[] keys = new long[0];
    private int[] values = new int[0];
    private int size;

    /** Room for {@code expected} entries; it grows when there are more. */
    LongTable(int expected) {
        allocate(Math.max(4, 33 - Integer.numberOfLeadingZeros(Math.max(1, expected))));
    }

    private void allocate(int bits) {
        keys = new long[1 << bits];
        values = new int[1 << bits];
        Arrays.fill(values, ABSENT);
    }

    /** Keeps the first value of a key; a later one is passed over. */
    void putIfAbsent(long key, int value) {
        int slot = slot(key);
        if (values[slot] != ABSENT) {
            return;
        }
        keys[slot] = key;
        values[slot] = value;
        size++;
        if (size * 4 > keys.length * 3) {
            grow();
        }
    }

    int get(long key) {
        return values[slot(key)];
    }

    boolean contains(long key) {
        return get(key) != ABSENT;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        allocate(Integer.numberOfTrailingZeros(oldKeys.length) + 1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != ABSENT) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (((key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (values[slot] != ABSENT && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
