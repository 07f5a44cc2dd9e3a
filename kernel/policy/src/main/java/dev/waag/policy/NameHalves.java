package dev.waag.policy;

/**
 * Which first and second halves the names of a list have, at each length. One edit leaves one half of a name as it is, so a name neither of
 * whose halves is here is an edit away from none of them, and nearly a thousand look-ups need not be made to find that out.
 *
 * <p>A set of bits by hash: it may say of a half that is not here that it is, never the reverse. Not for concurrent writing; safe to read once
 * published.
 */
final class NameHalves {
    /** Of the longest name that is kept; longer ones are an edit away from nothing that is looked for. */
    static final int LONGEST = 96;

    private static final int BITS = 19;

    /** {@code INVERSES[i]} times B to the i is 1, in 64 bits. */
    private static final long[] INVERSES = inverses();

    private final long[] bits = new long[1 << BITS - 6];

    /** How long the first half is. */
    static int half(int length) {
        return length >> 1;
    }

    /**
     * Takes in a name.
     *
     * @param length its letters, at most {@value #LONGEST}
     * @param first the hash of its first half
     * @param whole its own hash
     */
    void add(int length, long first, long whole) {
        set(slot(length, first));
        set(~slot(length, (whole - first) * INVERSES[half(length)]));
    }

    /** Whether a name of that length may begin with a half of that hash. */
    boolean begins(int length, long first) {
        return has(slot(length, first));
    }

    /** Whether a name of that length may end with a half of that hash. */
    boolean ends(int length, long second) {
        return has(~slot(length, second));
    }

    private static int slot(int length, long half) {
        long mixed = (half + length * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32);
    }

    private void set(int slot) {
        int at = slot >>> 32 - BITS;
        bits[at >> 6] |= 1L << at;
    }

    private boolean has(int slot) {
        int at = slot >>> 32 - BITS;
        return (bits[at >> 6] & 1L << at) != 0;
    }

    private static long[] inverses() {
        long inverse = NameHash.B;
        for (int i = 0; i < 5; i++) { // Newton's iteration: each doubles the bits that are right
            inverse *= 2 - NameHash.B * inverse;
        }
        long[] inverses = new long[half(LONGEST) + 1];
        inverses[0] = 1;
        for (int i = 1; i < inverses.length; i++) {
            inverses[i] = inverses[i - 1] * inverse;
        }
        return inverses;
    }
}
