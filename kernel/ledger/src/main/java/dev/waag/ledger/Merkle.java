package dev.waag.ledger;

import dev.waag.core.Sha256;

/** The hashes of a Merkle tree (RFC 6962 section 2.1, RFC 9162 section 2.1.1): 32 bytes each. */
public final class Merkle {
    /** The length of every hash, in bytes. */
    public static final int HASH_SIZE = 32;

    /** The root of a tree without entries: SHA-256 of nothing. Not to be written to. */
    public static final byte[] EMPTY_ROOT = Sha256.digest().digest();

    private Merkle() {}

    /** SHA-256(0x00, entry). */
    public static byte[] leafHash(byte[] entry) {
        return new Hasher().leaf(entry);
    }

    /** SHA-256(0x01, left, right). */
    public static byte[] nodeHash(byte[] left, byte[] right) {
        return new Hasher().node(left, right);
    }
}
