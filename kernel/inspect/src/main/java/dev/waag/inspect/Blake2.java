package dev.waag.inspect;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * BLAKE2b with 64 bytes and BLAKE2s with 32 (RFC 7693), without a key, as Python's hashlib makes them; Java has neither. One is the other with words of half the width, so
 * that both are reckoned in longs, the smaller ones masked. Hardly any wheel's RECORD has them, so that this is short rather than fast; uploads have core's {@code Blake2b}.
 */
final class Blake2 extends MessageDigest {
    private static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** RFC 7693, 2.7. */
    private static final String[] SIGMA = {
        "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
        "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0"
    };

    private final int bits;
    private final int rounds;
    private final int[] turns;
    private final long mask;
    private final long[] h = new long[8];
    private final byte[] block;
    private int filled;
    private long count;

    private Blake2(String name, int bits, int rounds, int... turns) {
        super(name);
        this.bits = bits;
        this.rounds = rounds;
        this.turns = turns;
        this.mask = bits == 64 ? -1L : 0xffff_ffffL;
        this.block = new byte[bits * 2];
        engineReset();
    }

    static Blake2 b() {
        return new Blake2("BLAKE2B-512", 64, 12, 32, 24, 16, 63);
    }

    static Blake2 s() {
        return new Blake2("BLAKE2S-256", 32, 10, 16, 12, 8, 7);
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (filled == block.length) {
                count += filled;
                compress(false); // the last block is known only when nothing follows it
                filled = 0;
            }
            int n = Math.min(left, block.length - filled);
            System.arraycopy(input, at, block, filled, n);
            filled += n;
            at += n;
            left -= n;
        }
    }

    @Override
    protected byte[] engineDigest() {
        count += filled;
        Arrays.fill(block, filled, block.length, (byte) 0);
        compress(true);
        byte[] out = new byte[bits];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (h[i * 8 / bits] >>> i * 8 % bits);
        }
        engineReset();
        return out;
    }

    @Override
    protected void engineReset() {
        for (int i = 0; i < h.length; i++) {
            h[i] = iv(i);
        }
        h[0] ^= 0x01010000L | bits; // no key, one leaf, so many bytes of digest as a word has bits
        filled = 0;
        count = 0;
    }

    @Override
    protected int engineGetDigestLength() {
        return bits;
    }

    /** SHA-512's for the wide words; SHA-256's, which are the upper halves of these, for the others. */
    private long iv(int i) {
        return bits == 64 ? IV[i] : IV[i] >>> 32;
    }

    private void compress(boolean last) {
        long[] m = new long[16];
        int width = bits / 8;
        for (int i = 0; i < block.length; i++) {
            m[i / width] |= (block[i] & 0xffL) << i % width * 8;
        }
        long[] v = Arrays.copyOf(h, 16);
        for (int i = 0; i < 8; i++) {
            v[8 + i] = iv(i);
        }
        v[12] ^= count & mask;
        v[13] ^= bits == 64 ? 0 : count >>> 32;
        v[14] ^= last ? mask : 0;
        for (int r = 0; r < rounds; r++) {
            String s = SIGMA[r % 10];
            for (int i = 0; i < 8; i++) {
                long x = m[Character.digit(s.charAt(2 * i), 16)];
                long y = m[Character.digit(s.charAt(2 * i + 1), 16)];
                int turn = i < 4 ? 0 : 1; // columns, then diagonals
                mix(v, i & 3, 4 + (i + turn & 3), 8 + (i + 2 * turn & 3), 12 + (i + 3 * turn & 3), x, y);
            }
        }
        for (int i = 0; i < 8; i++) {
            h[i] ^= v[i] ^ v[i + 8];
        }
    }

    private void mix(long[] v, int a, int b, int c, int d, long x, long y) {
        v[a] = v[a] + v[b] + x & mask;
        v[d] = turn(v[d] ^ v[a], turns[0]);
        v[c] = v[c] + v[d] & mask;
        v[b] = turn(v[b] ^ v[c], turns[1]);
        v[a] = v[a] + v[b] + y & mask;
        v[d] = turn(v[d] ^ v[a], turns[2]);
        v[c] = v[c] + v[d] & mask;
        v[b] = turn(v[b] ^ v[c], turns[3]);
    }

    private long turn(long word, int by) {
        return (word >>> by | word << bits - by) & mask;
    }
}
