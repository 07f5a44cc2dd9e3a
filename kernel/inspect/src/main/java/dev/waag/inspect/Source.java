package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;

/** A stream with a look ahead and a position; little-endian numbers. For one thread. */
final class Source extends InputStream {
    private static final int SIZE = 128 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private int start;
    private int end;
    private long passed;
    private boolean over;

    Source(InputStream in) {
        this.in = in;
    }

    /** How many bytes were taken. */
    long position() {
        return passed;
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return start;
    }

    int available(int least) throws IOException {
        need(least);
        return end - start;
    }

    /** Whether so many bytes are still to come (at most 64 KiB). */
    boolean need(int count) throws IOException {
        while (end - start < count && !over) {
            if (buffer.length - end == 0 || buffer.length - start < count) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            int n = in.read(buffer, end, buffer.length - end);
            if (n < 0) {
                over = true;
            } else {
                end += n;
            }
        }
        return end - start >= count;
    }

    void take(int count) {
        start += count;
        passed += count;
    }

    /** Puts back the last of what was taken, which still lies in the buffer as nothing was read since. */
    void giveBack(int count) {
        start -= count;
        passed -= count;
    }

    int u8(int at) {
        return buffer[start + at] & 0xff;
    }

    int u16(int at) {
        return u8(at) | u8(at + 1) << 8;
    }

    long u32(int at) {
        return u16(at) | (long) u16(at + 2) << 16;
    }

    long u64(int at) {
        return u32(at) | u32(at + 4) << 32;
    }

    byte[] bytes(int at, int count) {
        return java.util.Arrays.copyOfRange(buffer, start + at, start + at + count);
    }

    @Override
    public int read() throws IOException {
        if (!need(1)) {
            return -1;
        }
        int b = u8(0);
        take(1);
        return b;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!need(1)) {
            return -1;
        }
        int n = Math.min(length, end - start);
        System.arraycopy(buffer, start, into, at, n);
        take(n);
        return n;
    }
}
