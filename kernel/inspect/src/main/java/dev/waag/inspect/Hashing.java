package dev.waag.inspect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes, by one algorithm or several at once, and counts what passes. */
final class Hashing extends FilterInputStream {
    private final MessageDigest[] digests;
    private long count;

    Hashing(InputStream in, MessageDigest... digests) {
        super(in);
        this.digests = digests;
        for (MessageDigest digest : digests) {
            digest.reset();
        }
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            for (MessageDigest digest : digests) {
                digest.update((byte) b);
            }
            count++;
        }
        return b;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int n = super.read(into, at, length);
        if (n > 0) {
            for (MessageDigest digest : digests) {
                digest.update(into, at, n);
            }
            count += n;
        }
        return n;
    }

    @Override
    public long skip(long n) {
        throw new UnsupportedOperationException("what is skipped is not hashed");
    }

    long count() {
        return count;
    }

    /** Reads to the end; the digest by the first algorithm. The others are then asked themselves; without any, nothing. */
    byte[] finish(byte[] scratch) throws IOException {
        while (read(scratch, 0, scratch.length) >= 0) {
            // to the end
        }
        return digests.length == 0 ? new byte[0] : digests[0].digest();
    }
}
