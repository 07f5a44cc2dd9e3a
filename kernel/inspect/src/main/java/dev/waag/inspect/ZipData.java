package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The data of one member of a zip, unpacked as it is read. */
final class ZipData extends InputStream {
    private final Source in;
    private final Problems problems;
    private final Budget budget;
    private final String name;
    private final long packedSaid;
    private final long sizeSaid;
    private final boolean stored;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private long packed;
    private long size;
    private boolean over;

    /** @param packedSaid length of the data, or -1 where only the data tell; so {@code sizeSaid} of what they unpack to */
    ZipData(
            Source in,
            Problems problems,
            Budget budget,
            Inflater inflater,
            String name,
            int method,
            long packedSaid,
            long sizeSaid)
            throws ArchiveException {
        this.in = in;
        this.problems = problems;
        this.budget = budget;
        this.inflater = inflater;
        this.name = name;
        this.packedSaid = packedSaid;
        this.sizeSaid = sizeSaid;
        this.stored = method == Zip.STORED;
        if (stored && packedSaid != sizeSaid) {
            throw problems.broken(name, "a stored member with two different lengths");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (over || length == 0) {
            return over ? -1 : 0;
        }
        int n = stored ? copy(into, at, length) : inflate(into, at, length);
        if (n < 0) {
            over = true;
            return -1;
        }
        crc.update(into, at, n);
        size += n;
        budget.unpacked(name, n, size, stored ? -1 : packed);
        if (sizeSaid >= 0 && size > sizeSaid) {
            throw problems.broken(name, "unpacks to more than the " + sizeSaid + " bytes that its header says");
        }
        return n;
    }

    private int copy(byte[] into, int at, int length) throws IOException {
        if (packedSaid < 0) {
            return emptyOrLost();
        }
        if (packed == packedSaid) {
            return -1;
        }
        int n = in.read(into, at, (int) Math.min(length, packedSaid - packed));
        if (n < 0) {
            throw problems.broken(name, "the archive is cut short within a member");
        }
        packed += n;
        return n;
    }

    /** Stored data whose length only a record behind them tells: readers cannot agree where they end, unless there are none. */
    private int emptyOrLost() throws IOException {
        boolean empty =
                in.need(16) && in.u32(0) == Zip.DESCRIPTOR && in.u32(4) == 0 && in.u32(8) == 0 && in.u32(12) == 0
                        || in.need(12) && in.u32(0) == 0 && in.u32(4) == 0 && in.u32(8) == 0;
        if (!empty) {
            throw problems.broken(
                    name, "a stored member that does not say its length: readers disagree on where it ends");
        }
        return -1;
    }

    private int inflate(byte[] into, int at, int length) throws IOException {
        try {
            while (true) {
                int n = inflater.inflate(into, at, length);
                if (n > 0) {
                    return n;
                }
                if (inflater.finished()) {
                    return -1;
                }
                if (inflater.needsDictionary()) {
                    throw problems.broken(name, "packed data that need a dictionary");
                }
                feed();
            }
        } catch (DataFormatException e) {
            throw problems.broken(name, "packed data that cannot be unpacked");
        }
    }

    /** The inflater gets what lies in the buffer, of which it may leave something. */
    private void feed() throws IOException {
        int there = in.available(1);
        if (there == 0) {
            throw problems.broken(name, "the archive is cut short within a member");
        }
        int given = packedSaid < 0 ? there : (int) Math.min(there, packedSaid - packed);
        if (given == 0) {
            throw problems.broken(name, "packed data that go on behind the length that the header says");
        }
        // the buffer is not refilled before the inflater is done with it; what it leaves at the end is given back
        inflater.setInput(in.buffer(), in.offset(), given);
        in.take(given);
        packed += given;
    }

    void finish() throws IOException {
        byte[] rest = new byte[16 << 10];
        while (read(rest, 0, rest.length) >= 0) {
            // to the member's end
        }
        if (!stored) {
            int left = inflater.getRemaining();
            in.giveBack(left);
            packed -= left;
            inflater.reset();
        }
        if (packedSaid >= 0 && packed != packedSaid) {
            throw problems.broken(name, "packed data that end before the length that the header says");
        }
        if (sizeSaid >= 0 && size != sizeSaid) {
            throw problems.broken(
                    name, "unpacks to " + size + " bytes, not to the " + sizeSaid + " that its header says");
        }
    }

    long crc() {
        return crc.getValue();
    }

    long packed() {
        return packed;
    }

    long size() {
        return size;
    }
}
