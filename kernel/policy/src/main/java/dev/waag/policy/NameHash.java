package dev.waag.policy;

/**
 * The hash of a name, and the hashes of all names one edit away from it, each in a few multiplications.
 *
 * <p>The hash is the polynomial {@code s[0] + s[1] B + s[2] B² …} in 64 bits. It is not cryptographic: whoever decides by it compares
 * the names themselves.
 */
final class NameHash {
    static final long B = 0x5851F42D4C957F2DL;

    /** {@code powers[i]} is B to the i; {@code before[i]} the hash of the first i letters; {@code from[i]} that of the rest. */
    private final long[] powers;

    private final long[] before;
    private final long[] from;
    private final String name;

    NameHash(String name) {
        int length = name.length();
        this.name = name;
        powers = new long[length + 2];
        before = new long[length + 1];
        from = new long[length + 2];
        powers[0] = 1;
        for (int i = 0; i <= length; i++) {
            powers[i + 1] = powers[i] * B;
        }
        for (int i = 0; i < length; i++) {
            before[i + 1] = before[i] + name.charAt(i) * powers[i];
        }
        for (int i = length - 1; i >= 0; i--) {
            from[i] = name.charAt(i) + B * from[i + 1];
        }
    }

    static long of(CharSequence name) {
        long hash = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            hash = name.charAt(i) + B * hash;
        }
        return hash;
    }

    long whole() {
        return from[0];
    }

    /** Of the first {@code count} letters. */
    long first(int count) {
        return before[count];
    }

    /** Of the last {@code count} letters. */
    long last(int count) {
        return from[name.length() - count];
    }

    /** Without the letter at {@code i}. */
    long without(int i) {
        return before[i] + powers[i] * from[i + 1];
    }

    /**
     * With a letter put in before position {@code i}: add {@code letter * }{@link #unit}. What does not depend on the letter is
     * computed once for all of them.
     */
    long withAny(int i) {
        return before[i] + powers[i + 1] * from[i];
    }

    /** With another letter at position {@code i}: add {@code letter * }{@link #unit}. */
    long replacedByAny(int i) {
        return before[i] + powers[i + 1] * from[i + 1];
    }

    /** What one step of the letter at position {@code i} is worth. */
    long unit(int i) {
        return powers[i];
    }

    /** With the letters at {@code i} and {@code i + 1} swapped. */
    long swapped(int i) {
        return before[i] + powers[i] * (name.charAt(i + 1) + B * (name.charAt(i) + B * from[i + 2]));
    }
}
