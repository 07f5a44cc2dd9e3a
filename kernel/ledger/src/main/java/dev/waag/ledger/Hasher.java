package dev.waag.ledger;

import static dev.waag.ledger.Merkle.HASH_SIZE;

import dev.waag.core.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/** Hashes leaves and nodes with one digest and one buffer, because a log hashes millions. For one thread. */
final class Hasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = Sha256.digest();
    private final byte[] pair = new byte[1 + 2 * HASH_SIZE];

    Hasher() {
        pair[0] = NODE;
    }

    byte[] leaf(byte[] entry) {
        digest.update(LEAF);
        return digest.digest(entry);
    }

    byte[] node(byte[] left, byte[] right) {
        System.arraycopy(left, 0, pair, 1, HASH_SIZE);
        System.arraycopy(right, 0, pair, 1 + HASH_SIZE, HASH_SIZE);
        return digest.digest(pair);
    }

    /** Hashes the two hashes that lie side by side at an offset, and writes the result to another array. */
    void pair(byte[] from, int offset, byte[] to, int target) {
        System.arraycopy(from, offset, pair, 1, 2 * HASH_SIZE);
        digest.update(pair);
        try {
            digest.digest(to, target, HASH_SIZE);
        } catch (DigestException e) {
            throw new AssertionError("a SHA-256 has 32 bytes", e);
        }
    }
}
