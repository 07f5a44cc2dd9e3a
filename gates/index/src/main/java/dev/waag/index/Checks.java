package dev.waag.index;

import dev.waag.core.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Hashes a file as it passes and compares it with every digest that the upstream named. */
final class Checks {
    private static final Map<String, String> ALGORITHMS = Map.of(
            "md5",
            "MD5",
            "sha1",
            "SHA-1",
            "sha224",
            "SHA-224",
            "sha384",
            "SHA-384",
            "sha512",
            "SHA-512",
            "sha3_256",
            "SHA3-256",
            "sha3_512",
            "SHA3-512");

    private final MessageDigest sha256 = Sha256.bulk();
    private final Map<String, MessageDigest> others = new LinkedHashMap<>();
    private final Map<String, String> expected;

    /**
     * Takes the digests of whatever algorithms. A weaker one is checked beside a SHA-256 too: it may be the one that was named first, and
     * then it is what holds the file to what it was.
     */
    Checks(Map<String, String> expected) {
        this.expected = expected;
        expected.keySet().forEach(name -> {
            String algorithm = ALGORITHMS.get(name);
            if (algorithm != null) {
                others.put(name, digest(algorithm));
            }
        });
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(algorithm + " is part of the JDK", e);
        }
    }

    void update(byte[] bytes, int length) {
        sha256.update(bytes, 0, length);
        for (MessageDigest other : others.values()) {
            other.update(ByteBuffer.wrap(bytes, 0, length));
        }
    }

    record Result(Sha256 digest, Optional<String> mismatch) {}

    Result finish() {
        Sha256 digest = Sha256.ofDigest(sha256.digest());
        String wanted = expected.get("sha256");
        if (wanted != null && !wanted.equals(digest.hex())) {
            return new Result(digest, Optional.of("its sha256 is " + digest + ", the page says " + wanted));
        }
        for (Map.Entry<String, MessageDigest> other : others.entrySet()) {
            String got = HexFormat.of().formatHex(other.getValue().digest());
            if (!got.equals(expected.get(other.getKey()))) {
                return new Result(
                        digest,
                        Optional.of("its " + other.getKey() + " is " + got + ", the page says "
                                + expected.get(other.getKey())));
            }
        }
        return new Result(digest, Optional.empty());
    }
}
