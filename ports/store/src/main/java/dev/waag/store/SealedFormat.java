package dev.waag.store;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A file encrypted in segments, each of which can be read and verified by itself.
 *
 * <pre>
 * header    magic "waagblb1" (8)   data key's number (8)   salt (32)   length of the plaintext (8)
 * segments  64 KiB of plaintext each, the last one shorter: AES-256-GCM, ciphertext and tag (16)
 * </pre>
 *
 * <p>The file's own key is HKDF-SHA-256 of the data key with the salt. A segment's nonce is its number, which no other segment under that key
 * has; its additional data are the header and the digest by which the file is known, so that no segment passes for one of another place, file
 * or length, and a file that was cut off or exchanged is caught.
 */
final class SealedFormat {
    static final int SEGMENT = 64 << 10;
    static final int TAG = 16;
    static final int SALT = 32;
    static final int HEADER = 8 + 8 + SALT + 8;

    private static final byte[] MAGIC = "waagblb1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INFO = "waag blob".getBytes(StandardCharsets.US_ASCII);

    private final byte[] header;
    private final byte[] associated;
    private final SecretKey key;

    private SealedFormat(byte[] header, Sha256 digest, SecretKey dataKey) {
        this.header = header;
        this.associated = Arrays.copyOf(header, HEADER + digest.bytes().length);
        System.arraycopy(digest.bytes(), 0, associated, HEADER, digest.bytes().length);
        try {
            byte[] salt = Arrays.copyOfRange(header, 16, 16 + SALT);
            this.key = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(dataKey)
                                    .addSalt(salt)
                                    .thenExpand(INFO, 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform has no HKDF", e);
        }
    }

    /** For a new file. */
    static SealedFormat create(long keyNumber, byte[] salt, long length, Sha256 digest, SecretKey dataKey) {
        byte[] header = ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .putLong(keyNumber)
                .put(salt)
                .putLong(length)
                .array();
        return new SealedFormat(header, digest, dataKey);
    }

    /** For a file that is there; the keys are asked for the one that the header names. */
    static SealedFormat read(byte[] header, long fileSize, Sha256 digest, DataKeys keys) throws IOException {
        if (header.length != HEADER || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("the encrypted file " + digest + " has no header");
        }
        long number = ByteBuffer.wrap(header).getLong(8);
        SealedFormat format = new SealedFormat(header, digest, keys.key(number));
        if (format.length() < 0 || sealedLength(format.length()) != fileSize) {
            throw new IOException("the encrypted file " + digest + " was cut off, or its header was changed");
        }
        return format;
    }

    static long sealedLength(long plain) {
        return HEADER + plain + segments(plain) * TAG;
    }

    /** A file of nothing has one segment too, which proves that nothing is all. */
    static long segments(long plain) {
        return Math.max(1, (plain + SEGMENT - 1) / SEGMENT);
    }

    byte[] header() {
        return header.clone();
    }

    /** Of the plaintext. */
    long length() {
        return ByteBuffer.wrap(header).getLong(16 + SALT);
    }

    /** Where a segment begins in the file. */
    static long offset(long segment) {
        return HEADER + segment * (SEGMENT + TAG);
    }

    byte[] seal(long segment, byte[] plain, int count) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, segment);
            return cipher.doFinal(plain, 0, count);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform has no AES-GCM", e);
        }
    }

    byte[] open(long segment, byte[] sealed) throws IOException {
        try {
            return cipher(Cipher.DECRYPT_MODE, segment).doFinal(sealed);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "segment " + segment + " of an encrypted file is damaged: it does not verify, and is not given out",
                    e);
        }
    }

    private Cipher cipher(int mode, long segment) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(segment).array();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
