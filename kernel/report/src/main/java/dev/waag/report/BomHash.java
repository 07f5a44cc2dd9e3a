package dev.waag.report;

import java.util.Locale;
import java.util.Optional;

/**
 * A hash as CycloneDX writes it.
 *
 * @param algorithm CycloneDX's name for it
 * @param content lower-case hex of the right length
 */
record BomHash(String algorithm, String content) {
    /** Reads {@code sha256:hex}, or a bare SHA-256; empty for what CycloneDX 1.6 has no name for, or what is no such hash. */
    static Optional<BomHash> of(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "sha256" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String hex = text.substring(colon + 1).toLowerCase(Locale.ROOT);
        int bits = hex.length() * 4;
        String algorithm = switch (name) {
            case "md5" -> named("MD5", bits, 128);
            case "sha1" -> named("SHA-1", bits, 160);
            case "sha256" -> named("SHA-256", bits, 256);
            case "sha384" -> named("SHA-384", bits, 384);
            case "sha512" -> named("SHA-512", bits, 512);
            case "sha3_256", "sha3-256" -> named("SHA3-256", bits, 256);
            case "sha3_384", "sha3-384" -> named("SHA3-384", bits, 384);
            case "sha3_512", "sha3-512" -> named("SHA3-512", bits, 512);
            case "blake2b", "blake2b_256" -> bits == 256 || bits == 384 || bits == 512 ? "BLAKE2b-" + bits : "";
            default -> "";
        };
        return algorithm.isEmpty() || !isHex(hex) ? Optional.empty() : Optional.of(new BomHash(algorithm, hex));
    }

    private static String named(String name, int bits, int wanted) {
        return bits == wanted ? name : "";
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
