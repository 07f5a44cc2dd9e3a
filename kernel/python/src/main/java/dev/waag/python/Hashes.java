package dev.waag.python;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects the hashes of one file: those of a known algorithm with a digest of its length. Two different digests under one algorithm say nothing, so neither is kept. */
final class Hashes {
    /** Hexadecimal digits by name: what Python's hashlib guarantees and has a fixed length. */
    private static final Map<String, Integer> DIGITS = Map.ofEntries(
            Map.entry("md5", 32),
            Map.entry("sha1", 40),
            Map.entry("sha224", 56),
            Map.entry("sha256", 64),
            Map.entry("sha384", 96),
            Map.entry("sha512", 128),
            Map.entry("sha3_224", 56),
            Map.entry("sha3_256", 64),
            Map.entry("sha3_384", 96),
            Map.entry("sha3_512", 128),
            Map.entry("blake2s", 64),
            Map.entry("blake2b", 128));

    private final Map<String, String> digests = new TreeMap<>();
    private final Set<String> contradicted = new HashSet<>(0);

    void add(String name, String digest) {
        String algorithm = Ascii.lower(name);
        Integer digits = DIGITS.get(algorithm);
        if (digits == null || digest.length() != digits || !isHex(digest) || contradicted.contains(algorithm)) {
            return;
        }
        String value = Ascii.lower(digest);
        String before = digests.putIfAbsent(algorithm, value);
        if (before != null && !before.equals(value)) {
            digests.remove(algorithm);
            contradicted.add(algorithm);
        }
    }

    Map<String, String> toMap() {
        return digests;
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(Ascii.isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F')) {
                return false;
            }
        }
        return true;
    }
}
