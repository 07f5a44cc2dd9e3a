package dev.waag.python;

import java.io.IOException;

/** The known end of a file, which grows towards its beginning when more is asked for. */
final class TailWindow {
    private final WheelTail.Reader more;
    private final long size;
    private byte[] known;
    private long start;

    TailWindow(long size, byte[] tail, WheelTail.Reader more) {
        this.size = size;
        this.known = tail;
        this.start = size - tail.length;
        this.more = more;
    }

    long size() {
        return size;
    }

    /** Where the known part begins. */
    long start() {
        return start;
    }

    /** Makes everything from this offset on known. */
    void reach(long offset) throws IOException {
        if (offset < start) {
            byte[] before = read(offset, Math.toIntExact(start - offset));
            byte[] joined = new byte[before.length + known.length];
            System.arraycopy(before, 0, joined, 0, before.length);
            System.arraycopy(known, 0, joined, before.length, known.length);
            known = joined;
            start = offset;
        }
    }

    /** A view of the known part. */
    ZipBytes view(long offset, long length) throws PageFormatException {
        if (offset < start || length < 0 || length > size - offset) {
            throw new PageFormatException("the wheel's zip structure points outside the file");
        }
        return new ZipBytes(known, Math.toIntExact(offset - start), Math.toIntExact(length));
    }

    /** Bytes from anywhere: read where they are not known, without becoming known, for they may lie far from the end. */
    byte[] bytes(long offset, int length) throws IOException {
        int unknown = (int) Math.max(0, Math.min(length, start - offset));
        byte[] out = new byte[length];
        if (unknown > 0) {
            System.arraycopy(read(offset, unknown), 0, out, 0, unknown);
        }
        System.arraycopy(known, Math.toIntExact(Math.max(0, offset - start)), out, unknown, length - unknown);
        return out;
    }

    private byte[] read(long offset, int length) throws IOException {
        byte[] bytes = more.read(offset, length);
        if (bytes.length != length) {
            throw new IOException("asked for " + length + " bytes of the wheel, got " + bytes.length);
        }
        return bytes;
    }
}
