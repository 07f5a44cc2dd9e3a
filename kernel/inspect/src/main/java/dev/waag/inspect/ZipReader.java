package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Inflater;

/**
 * Reads a zip from its first byte to its last, as it comes: each member behind its local header, then the directory, which must list exactly
 * these. Readers of zips begin at either end; an archive in which the two ends do not tell the same is unsafe.
 */
final class ZipReader {
    private static final Charset CP437 = Charset.forName("IBM437");
    /** Of all small members' contents kept until the directory says which are links. */
    private static final int KEPT = 4 << 20;

    private static final int LONGEST_TARGET = 512;

    private final Source in;
    private final Problems problems;
    private final Budget budget;
    private final Paths paths;
    private final MemberVisitor visitor;
    private final Map<Long, ZipEntryRecord> members = new HashMap<>();
    private final Inflater inflater = new Inflater(true);
    private int kept;

    ZipReader(Source in, Problems problems, Budget budget, Paths paths, MemberVisitor visitor) {
        this.in = in;
        this.problems = problems;
        this.budget = budget;
        this.paths = paths;
        this.visitor = visitor;
    }

    void read() throws IOException {
        if (!in.need(4)) {
            throw problems.broken("", "not a zip: it is too short");
        }
        if (in.u32(0) != Zip.LOCAL && in.u32(0) != Zip.END) {
            throw problems.broken(
                    "",
                    "the file does not begin with a zip's first member: data stand before the archive, or it is no zip");
        }
        try {
            while (in.need(4) && in.u32(0) == Zip.LOCAL) {
                member();
            }
        } finally {
            inflater.end();
        }
        if (!in.need(4)) {
            throw problems.broken("", "the archive is cut short: it has no directory");
        }
        long signature = in.u32(0);
        if (signature != Zip.CENTRAL && signature != Zip.END && signature != Zip.END64) {
            throw problems.broken("", "bytes at offset " + in.position() + " belong to no member and no directory");
        }
        new ZipDirectory(in, problems, paths, members).read();
    }

    private void member() throws IOException {
        long offset = in.position();
        if (!in.need(Zip.LOCAL_LENGTH)) {
            throw problems.broken("", "the archive is cut short within a member's header");
        }
        int nameLength = in.u16(26);
        int extraLength = in.u16(28);
        budget.entry("", nameLength);
        if (nameLength + extraLength > 60_000 || !in.need(Zip.LOCAL_LENGTH + nameLength + extraLength)) {
            throw problems.broken("", "the archive is cut short within a member's header");
        }
        int flags = in.u16(6);
        int method = in.u16(8);
        long crc = in.u32(14);
        byte[] name = in.bytes(Zip.LOCAL_LENGTH, nameLength);
        String decoded = decode(name, flags);
        unicodePath(decoded, Zip.LOCAL_LENGTH + nameLength, extraLength);
        long[] sizes = Zip.widen(in, Zip.LOCAL_LENGTH + nameLength, extraLength, in.u32(22), in.u32(18));
        in.take(Zip.LOCAL_LENGTH + nameLength + extraLength);
        if ((flags & Zip.ENCRYPTED) != 0) {
            throw problems.broken(decoded, "an encrypted member: nobody can look into it");
        }
        if (method != Zip.STORED && method != Zip.DEFLATED) {
            throw problems.broken(decoded, "packed by method " + method + ", which not every installer reads");
        }
        boolean described = (flags & Zip.DESCRIBED) != 0;
        long size = sizes[0];
        long packed = sizes[1];
        if (size < 0 || packed < 0) {
            throw problems.broken(decoded, "a member's sizes are not where its header says");
        }
        boolean folder = decoded.endsWith("/");
        paths.add(decoded, folder);
        ZipData data = new ZipData(
                in, problems, budget, inflater, decoded, method, described ? -1 : packed, described ? -1 : size);
        byte[] content = folder ? new byte[0] : visit(decoded, described ? -1 : size, data);
        data.finish();
        if (folder && data.size() > 0) {
            problems.unsafe(decoded, "a folder with content of its own");
        }
        if (described) {
            descriptor(decoded, data, packed, size, crc);
        } else if (data.crc() != crc) {
            problems.unsafe(decoded, "damaged, or not what it claims: its CRC is wrong");
        }
        members.put(
                offset,
                new ZipEntryRecord(name, decoded, flags, method, data.crc(), data.packed(), data.size(), content));
    }

    private byte[] visit(String name, long size, ZipData data) throws IOException {
        if (kept < KEPT && size <= LONGEST_TARGET) {
            byte[] head = data.readNBytes(LONGEST_TARGET + 1);
            boolean whole = head.length <= LONGEST_TARGET;
            InputStream all = whole
                    ? new java.io.ByteArrayInputStream(head)
                    : new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(head), data);
            visitor.file(new Member(Paths.plain(name), size), all);
            kept += whole ? head.length : 0;
            return whole ? head : new byte[0];
        }
        visitor.file(new Member(Paths.plain(name), size), data);
        return new byte[0];
    }

    /** The numbers behind a member's data (APPNOTE 4.3.9), with or without a signature, of 32 or 64 bits: those that are right. */
    private void descriptor(String name, ZipData data, long packed, long size, long crc) throws IOException {
        boolean headed = in.need(4) && in.u32(0) == Zip.DESCRIPTOR;
        int at = headed ? 4 : 0;
        boolean right = in.need(at + 12) && in.u32(at) == data.crc();
        if (right && in.need(at + 20) && in.u64(at + 4) == data.packed() && in.u64(at + 12) == data.size()) {
            in.take(at + 20);
        } else if (right && in.u32(at + 4) == data.packed() && in.u32(at + 8) == data.size()) {
            in.take(at + 12);
        } else {
            throw problems.broken(
                    name, "the numbers behind the member's data do not fit it: its CRC or sizes are wrong");
        }
        boolean agree = (crc == 0 || crc == data.crc())
                && (packed == 0 || packed == Zip.OPEN || packed == data.packed())
                && (size == 0 || size == Zip.OPEN || size == data.size());
        if (!agree) {
            problems.unsafe(name, "the numbers before and behind the member's data contradict each other");
        }
    }

    private String decode(byte[] name, int flags) throws ArchiveException {
        if (Text.isAscii(name)) {
            return new String(name, StandardCharsets.US_ASCII);
        }
        Optional<String> utf8 = Text.decode(name, StandardCharsets.UTF_8);
        if ((flags & Zip.UTF8) != 0) {
            return utf8.orElseThrow(
                    () -> problems.broken(Text.latin(name), "a name that says it is UTF-8, and is not"));
        }
        String decoded = utf8.orElseGet(() -> new String(name, CP437));
        problems.unsafe(decoded, "a name beyond ASCII that does not say it is UTF-8: readers disagree on it");
        return decoded;
    }

    private void unicodePath(String name, int extra, int length) {
        int at = extra;
        while (at + 4 <= extra + length) {
            int end = at + 4 + in.u16(at + 2);
            if (in.u16(at) == Zip.EXTRA_UNICODE_PATH && end <= extra + length && end >= at + 9) {
                String other = new String(in.bytes(at + 9, end - at - 9), StandardCharsets.UTF_8);
                if (!other.equals(name)) {
                    problems.unsafe(name, "a member with a second name, which some readers take", other);
                }
            }
            at = end;
        }
    }
}
