package dev.waag.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** A SHA-256 digest as 64 lower-case hexadecimal digits. */
public record Sha256(String hex) implements Comparable<Sha256> {
    public Sha256 {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + hex);
        }
    }

    /** The digest that text spells, in either case; empty where it is not one. */
    public static Optional<Sha256> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return isHex(lower) ? Optional.of(new Sha256(lower)) : Optional.empty();
    }

    public static Sha256 of(byte[] content) {
        return ofDigest(digest().digest(content));
    }

    /** Takes the 32 bytes of a finished digest. */
    public static Sha256 ofDigest(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /** A fresh SHA-256 computation. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** A fresh computation for many bytes at a time: by the machine's own library where it has one, which pays from some kilobytes on. */
    public static MessageDigest bulk() {
        return SystemSha256.find().orElseGet(Sha256::digest);
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static boolean isHex(String text) {
        if (text.length() != 64) {
            return false;
        }
        for (int i = 0; i < 64; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
