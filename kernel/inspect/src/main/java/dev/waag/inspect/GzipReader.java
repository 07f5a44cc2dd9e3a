package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks gzip (RFC 1952) as installers do: members one after the other, then nothing but zeros. */
final class GzipReader extends InputStream {
    private static final int HEADER = 10;
    private static final int HEAD_CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;
    private static final int LONGEST_TEXT = 4_096;

    private final Source in;
    private final Problems problems;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private long size;
    private boolean inside;
    private boolean over;

    GzipReader(Source in, Problems problems) throws IOException {
        this.in = in;
        this.problems = problems;
        if (!in.need(HEADER) || in.u16(0) != 0x8b1f) {
            throw problems.broken(
                    "", "the file does not begin with gzip's mark: data stand before the archive, or it is none");
        }
        header();
    }

    private void header() throws IOException {
        if (!in.need(HEADER) || in.u8(2) != 8 || (in.u8(3) & RESERVED) != 0) {
            throw problems.broken("", "gzip of an unknown kind");
        }
        int flags = in.u8(3);
        in.take(HEADER);
        if ((flags & EXTRA) != 0) {
            if (!in.need(2)) {
                throw cut();
            }
            int length = in.u16(0);
            in.take(2);
            in.skipNBytes(length);
        }
        if ((flags & NAME) != 0) {
            text();
        }
        if ((flags & COMMENT) != 0) {
            text();
        }
        if ((flags & HEAD_CRC) != 0) {
            in.skipNBytes(2);
        }
        inflater.reset();
        crc.reset();
        size = 0;
        inside = true;
    }

    private ArchiveException cut() {
        return problems.broken("", "the archive is cut short");
    }

    private void text() throws IOException {
        for (int i = 0; i < LONGEST_TEXT; i++) {
            int b = in.read();
            if (b < 0) {
                throw cut();
            }
            if (b == 0) {
                return;
            }
        }
        throw problems.broken("", "a text in gzip's header that is longer than " + LONGEST_TEXT + " bytes");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!over) {
                if (!inside) {
                    next();
                    continue;
                }
                int n = inflater.inflate(into, at, length);
                if (n > 0) {
                    crc.update(into, at, n);
                    size += n;
                    return n;
                }
                if (inflater.finished()) {
                    trailer();
                } else if (inflater.needsDictionary()) {
                    throw problems.broken("", "packed data that need a dictionary");
                } else {
                    int there = in.available(1);
                    if (there == 0) {
                        throw cut();
                    }
                    inflater.setInput(in.buffer(), in.offset(), there);
                    in.take(there);
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw problems.broken("", "packed data that cannot be unpacked");
        }
    }

    private void trailer() throws IOException {
        in.giveBack(inflater.getRemaining());
        inside = false;
        if (!in.need(8)) {
            throw cut();
        }
        if (in.u32(0) != crc.getValue() || in.u32(4) != (size & 0xffff_ffffL)) {
            throw problems.broken("", "the archive is damaged: gzip's CRC or size is wrong");
        }
        in.take(8);
    }

    private void next() throws IOException {
        if (in.need(2) && in.u16(0) == 0x8b1f) {
            header();
            return;
        }
        over = true;
        inflater.end();
        while (in.need(1)) {
            if (in.read() != 0) {
                problems.unsafe("", "data stand behind the archive's end");
                return;
            }
        }
    }
}
