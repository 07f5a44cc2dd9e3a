package dev.waag.inspect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes and counts what passes. */
final class Hashing extends FilterInputStream {
    private final MessageDigest digest;
    private long count;

    Hashing(InputStream in, MessageDigest digest) {
        super(in);
        this.digest = digest;
        digest.reset();
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            digest.update((byte) b);
            count++;
        }
        return b;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int n = super.read(into, at, length);
        if (n > 0) {
            digest.update(into, at, n);
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

    byte[] finish(byte[] scratch) throws IOException {
        while (read(scratch, 0, scratch.length) >= 0) {
            // to the end
        }
        return digest.digest();
    }
}
