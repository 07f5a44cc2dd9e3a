package dev.waag.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a body (RFC 9110, section 8.4.1.3; RFC 1952) while it is read, and ends one that unpacks to too much.
 *
 * <p>Not by the JDK's GZIPInputStream: that goes one call deeper for each empty member, until the stack is full, and takes a pause of the
 * network between two members for the end.
 */
final class GunzipStream extends InputStream {
    /** Pages of an index shrink to a tenth; what was made to explode, to a thousandth. */
    private static final long LARGEST_RATIO = 250;
    /** Up to here any ratio will do: it costs nothing, and small pages of equal lines exist. */
    private static final long SMALL = 1 << 20;

    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final String host;
    private final BodyStream packed;
    private final long max;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[32 << 10];
    private int position;
    private int end;
    private boolean inMember;
    private boolean first = true;
    private boolean done;
    private boolean closed;
    private long memberSize;
    private long count;
    private @Nullable FetchException failure;

    GunzipStream(String host, BodyStream packed, long max) {
        this.host = host;
        this.packed = packed;
        this.max = max;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IOException("the body was closed");
        }
        if (length == 0) {
            return 0;
        }
        try {
            int n = unpack(to, offset, length);
            limit();
            return n;
        } catch (FetchException e) {
            failure = e;
            close();
            throw e;
        } catch (DataFormatException e) {
            failure = notGzip(String.valueOf(e.getMessage()));
            close();
            throw failure;
        }
    }

    @Override
    public void close() {
        closed = true;
        inflater.end();
        packed.close();
    }

    private int unpack(byte[] to, int offset, int length) throws IOException, DataFormatException {
        while (!done) {
            if (!inMember) {
                done = !beginMember();
                continue;
            }
            int n = inflater.inflate(to, offset, length);
            if (n > 0) {
                checksum.update(to, offset, n);
                memberSize += n;
                count += n;
                return n;
            }
            if (inflater.finished()) {
                position = end - inflater.getRemaining();
                endMember();
            } else if (inflater.needsDictionary()) {
                throw notGzip("it needs a dictionary");
            } else {
                fill();
                inflater.setInput(input, 0, end);
            }
        }
        return -1;
    }

    private void limit() throws FetchException {
        if (count > max) {
            throw new FetchException.TooLarge(
                    host,
                    "the body unpacks to more than the " + max + " bytes that it may have",
                    "raise the limit if it ought to be so large");
        }
        if (count > SMALL && count > LARGEST_RATIO * packed.count()) {
            throw new FetchException.TooLarge(
                    host,
                    "the body unpacks to more than " + LARGEST_RATIO + " times its size, which only an attack does",
                    "do not use this upstream");
        }
    }

    /** Section 2.3.1; false after the last member. What follows that is no data, as for gzip(1), and is read past. */
    private boolean beginMember() throws IOException {
        if (!first && position == end && !more()) {
            return false;
        }
        if (next() != 0x1f || next() != 0x8b) {
            if (first) {
                throw notGzip("it does not begin like one");
            }
            while (more()) {
                position = end;
            }
            return false;
        }
        int method = next();
        int flags = next();
        if (method != 8 || (flags & RESERVED) != 0) {
            throw notGzip("its method is unknown");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        skip((flags & HEADER_CHECKSUM) != 0 ? 2 : 0);
        first = false;
        inMember = true;
        memberSize = 0;
        checksum.reset();
        inflater.reset();
        inflater.setInput(input, position, end - position);
        return true;
    }

    private void endMember() throws IOException {
        if (littleEndian() != checksum.getValue() || littleEndian() != (memberSize & 0xffff_ffffL)) {
            throw notGzip("its checksum does not fit");
        }
        inMember = false;
    }

    private long littleEndian() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText(boolean there) throws IOException {
        while (there && next() != 0) {
            // up to its end
        }
    }

    private int next() throws IOException {
        if (position == end) {
            fill();
        }
        return input[position++] & 0xff;
    }

    private void fill() throws IOException {
        if (!more()) {
            throw new FetchException.Truncated(
                    host, "the packed body ended early, after " + packed.count() + " bytes", null);
        }
    }

    private boolean more() throws IOException {
        position = 0;
        end = Math.max(0, packed.read(input, 0, input.length));
        return end > 0;
    }

    private FetchException notGzip(String why) {
        return new FetchException.Protocol(
                host, "the body is not the gzip that it is said to be (" + why + ")", "the upstream is at fault", null);
    }
}
