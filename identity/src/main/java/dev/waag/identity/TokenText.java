package dev.waag.identity;

import dev.waag.core.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A token as its owner has it: {@code waag_<id>_<secret><checksum>}.
 *
 * @param id 10 lower-case letters and digits; {@code admin} for the administrator's
 * @param text the whole token, a secret
 */
record TokenText(String id, String text) {
    private static final String PREFIX = "waag_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile("waag_([a-z0-9]{5,10})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})");
    private static final int SECRET_BITS = 256;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECKSUM_DIGITS = 6;
    private static final int ID_DIGITS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A fresh id. */
    static String freshId() {
        StringBuilder id = new StringBuilder(ID_DIGITS);
        for (int i = 0; i < ID_DIGITS; i++) {
            id.append("0123456789abcdefghijklmnopqrstuvwxyz".charAt(RANDOM.nextInt(36)));
        }
        return id.toString();
    }

    /** A fresh token of that id. */
    static TokenText make(String id) {
        String body = PREFIX + id + "_" + base62(new BigInteger(SECRET_BITS, RANDOM), SECRET_DIGITS);
        return new TokenText(id, body + checksum(body));
    }

    /** Whether a text wants to be a token of ours, rightly or not. */
    static boolean claimed(String text) {
        return text.startsWith(PREFIX);
    }

    /** The token that a text is; empty where it has not the form or its checksum is wrong. */
    static Optional<TokenText> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        String body = text.substring(0, text.length() - CHECKSUM_DIGITS);
        return checksum(body).equals(m.group(3)) ? Optional.of(new TokenText(m.group(1), text)) : Optional.empty();
    }

    /** What is kept of it. */
    Sha256 hash() {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_DIGITS);
    }

    private static String base62(BigInteger number, int digits) {
        char[] out = new char[digits];
        BigInteger rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(62));
            out[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(out);
    }

    @Override
    public String toString() {
        return PREFIX + id + "_[REDACTED]";
    }
}
