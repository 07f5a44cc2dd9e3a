package dev.waag.fetch;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Unpacks a body (RFC 9110, section 8.4.1.3; RFC 1952) while it is read, and ends one that unpacks to too much. */
final class GunzipStream extends InputStream {
    /** Pages of an index shrink to a tenth; what was made to explode, to a thousandth. */
    private static final long LARGEST_RATIO = 250;
    /** Up to here any ratio will do: it costs nothing, and small pages of equal lines exist. */
    private static final long SMALL = 1 << 20;

    private static final int BUFFER = 32 << 10;

    private final String host;
    private final BodyStream packed;
    private final long max;
    private @Nullable InputStream unpacked;
    private @Nullable FetchException failure;
    private long count;

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
        try {
            return unpack(to, offset, length);
        } catch (FetchException e) {
            failure = e;
            packed.close();
            throw e;
        }
    }

    private int unpack(byte[] to, int offset, int length) throws IOException {
        int n;
        try {
            if (unpacked == null) {
                unpacked = new GZIPInputStream(new Members(packed), BUFFER);
            }
            n = unpacked.read(to, offset, length);
            if (n < 0) {
                // What follows the packed data is not data (as in gzip(1)), but the body's announced length still
                // holds.
                packed.transferTo(OutputStream.nullOutputStream());
            }
        } catch (EOFException e) {
            throw new FetchException.Truncated(
                    host, "the packed body ended early, after " + packed.count() + " bytes", e);
        } catch (ZipException e) {
            throw new FetchException.Protocol(
                    host, "the body is not the gzip that it is said to be", "the upstream is at fault", e);
        }
        count += Math.max(0, n);
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
        return n;
    }

    @Override
    public void close() {
        packed.close();
    }

    /**
     * A gzip may have several members. GZIPInputStream looks for the next one where available() is not 0, and would take a pause of the
     * network for the end; so this waits for the answer.
     */
    private static final class Members extends FilterInputStream {
        Members(InputStream in) {
            super(new PushbackInputStream(in, 1));
        }

        @Override
        public int available() throws IOException {
            int next = in.read();
            if (next < 0) {
                return 0;
            }
            ((PushbackInputStream) in).unread(next);
            return 1;
        }
    }
}
