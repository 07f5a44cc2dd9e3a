package dev.waag.sign;

import java.util.Optional;
import java.util.stream.Stream;

/** The algorithms that keys here sign by. */
public enum KeyAlgorithm {
    /** RFC 8032; signatures are 64 bytes. */
    ED25519("ed25519", "ed25519", "ed25519"),
    /** FIPS 186-5 over SHA-256 on the curve P-256; signatures are DER (RFC 3279 section 2.2.3). */
    ECDSA_P256("ecdsa-p256", "ecdsa", "ecdsa-sha2-nistp256");

    private final String word;
    private final String keyType;
    private final String scheme;

    KeyAlgorithm(String word, String keyType, String scheme) {
        this.word = word;
        this.keyType = keyType;
        this.scheme = scheme;
    }

    /** What people write: {@code ed25519}, {@code ecdsa-p256}. */
    public String word() {
        return word;
    }

    /** The {@code keytype} of a key object (TUF section 4.2). */
    public String keyType() {
        return keyType;
    }

    /** The {@code scheme} of a key object (TUF section 4.2). */
    public String scheme() {
        return scheme;
    }

    /** The algorithm of that word; empty where it is none. */
    public static Optional<KeyAlgorithm> parse(String word) {
        return Stream.of(values()).filter(a -> a.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
