package dev.waag.feeds;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to go on for ever. */
final class Bounded extends FilterInputStream {
    private final String name;
    private final long most;
    private long left;

    /** @param name of the source, for the refusal */
    Bounded(InputStream in, String name, long most) {
        super(in);
        this.name = name;
        this.most = most;
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw Faults.tooMuch(name, "it has more than " + (most >> 20) + " MiB");
        }
    }
}
