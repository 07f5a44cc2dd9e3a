package dev.waag.inspect;

import dev.waag.core.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The digests that are made of each member: SHA-256 always, others where RECORD turned out to use them (binary distribution format, "The .dist-info
 * directory": SHA-256 or better).
 */
final class Digests {
    /** RECORD's names, which are those of Python's hashlib, and Java's. */
    private static final Map<String, String> JAVAS = Map.of(
            "sha384", "SHA-384",
            "sha512", "SHA-512",
            "sha3_256", "SHA3-256",
            "sha3_384", "SHA3-384",
            "sha3_512", "SHA3-512");

    private final Map<String, MessageDigest> others = new LinkedHashMap<>();
    private final MessageDigest[] all;

    /** @param more algorithms besides SHA-256, all of them named as RECORD names them */
    Digests(Set<String> more) {
        all = new MessageDigest[1 + more.size()];
        all[0] = Sha256.bulk();
        int n = 1;
        for (String name : more) {
            all[n] = made(name);
            others.put(name, all[n++]);
        }
    }

    private static MessageDigest made(String name) {
        try {
            return switch (name) {
                case "blake2b" -> Blake2.b();
                case "blake2s" -> Blake2.s();
                default -> MessageDigest.getInstance(JAVAS.getOrDefault(name, name));
            };
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("no digests can be made by " + name, e);
        }
    }

    MessageDigest[] all() {
        return all;
    }

    /** Those that are not SHA-256, of what has passed since this was last asked. */
    Map<String, byte[]> others() {
        Map<String, byte[]> made = new LinkedHashMap<>();
        others.forEach((name, digest) -> made.put(name, digest.digest()));
        return made;
    }
}
