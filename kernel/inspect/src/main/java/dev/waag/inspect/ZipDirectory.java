package dev.waag.inspect;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** The end of a zip: its directory and end records (APPNOTE 4.3.12 to 4.3.16), held against the members that were read. */
final class ZipDirectory {
    private static final int UNIX = 3;
    private static final int TYPE = 0xf000;

    private final Source in;
    private final Problems problems;
    private final Paths paths;
    private final Map<Long, ZipEntryRecord> members;
    private long entries;

    /** @param members by the offset of their headers; emptied as the directory lists them */
    ZipDirectory(Source in, Problems problems, Paths paths, Map<Long, ZipEntryRecord> members) {
        this.in = in;
        this.problems = problems;
        this.paths = paths;
        this.members = members;
    }

    void read() throws IOException {
        long start = in.position();
        while (in.need(4) && in.u32(0) == Zip.CENTRAL) {
            entry();
        }
        long size = in.position() - start;
        members.values().stream()
                .limit(5)
                .forEach(m -> problems.unsafe(
                        m.decoded(),
                        "stands in the archive, but not in its directory: some readers see it, others do not"));
        end(start, size);
    }

    private void entry() throws IOException {
        if (!in.need(Zip.CENTRAL_LENGTH)) {
            throw problems.broken("", "the archive's directory is cut short");
        }
        int nameLength = in.u16(28);
        int extraLength = in.u16(30);
        int commentLength = in.u16(32);
        int whole = Zip.CENTRAL_LENGTH + nameLength + extraLength;
        if (whole > 100_000 || !in.need(whole)) {
            throw problems.broken("", "the archive's directory is cut short");
        }
        byte[] name = in.bytes(Zip.CENTRAL_LENGTH, nameLength);
        int made = in.u8(5);
        int flags = in.u16(8);
        int method = in.u16(10);
        long crc = in.u32(16);
        long disk = in.u16(34);
        int mode = (int) (in.u32(38) >>> 16);
        long[] n = Zip.widen(in, Zip.CENTRAL_LENGTH + nameLength, extraLength, in.u32(24), in.u32(20), in.u32(42));
        in.take(whole);
        in.skipNBytes(commentLength);
        entries++;
        ZipEntryRecord member = members.remove(n[2]);
        String shown = member == null ? Text.latin(name) : member.decoded();
        if (member == null) {
            problems.unsafe(shown, "stands in the directory, but there is no such member, or it is listed twice");
            return;
        }
        if (disk != 0 && disk != 0xffff) {
            problems.unsafe(shown, "lies on another volume");
        }
        compare(member, name, flags, method, crc, n[1], n[0]);
        if (made == UNIX || (mode & TYPE) != 0) {
            kind(member, mode & TYPE);
        }
    }

    private void compare(ZipEntryRecord member, byte[] name, int flags, int method, long crc, long packed, long size) {
        String differ = !Arrays.equals(member.name(), name)
                ? "name (" + Text.latin(name) + ")"
                : method != member.method()
                        ? "method"
                        : crc != member.crc()
                                ? "CRC"
                                : size != member.size()
                                        ? "size"
                                        : packed != member.packed()
                                                ? "packed size"
                                                : ((flags ^ member.flags()) & (Zip.ENCRYPTED | Zip.UTF8)) != 0
                                                                && !Text.isAscii(name)
                                                        ? "flags"
                                                        : (flags & Zip.ENCRYPTED) != 0 ? "encryption" : "";
        if (!differ.isEmpty()) {
            problems.unsafe(
                    member.decoded(),
                    "the archive's directory and the member itself disagree on its " + differ
                            + ": readers would see two different files");
        }
    }

    private void kind(ZipEntryRecord member, int type) {
        switch (type) {
            case 0xa000 -> paths.link(member.decoded(), Text.latin(member.content()));
            case 0x2000, 0x6000 -> problems.unsafe(member.decoded(), "a device");
            case 0x1000 -> problems.unsafe(member.decoded(), "a pipe");
            case 0xc000 -> problems.unsafe(member.decoded(), "a socket");
            case 0x4000 -> {
                if (!member.folder()) {
                    problems.unsafe(member.decoded(), "a file that is also a folder");
                }
            }
            default -> {}
        }
    }

    private void end(long start, long size) throws IOException {
        long at = in.position();
        boolean wide = in.need(Zip.END64_LENGTH) && in.u32(0) == Zip.END64;
        if (wide) {
            end64(start, size, at);
        }
        if (!in.need(Zip.END_LENGTH) || in.u32(0) != Zip.END) {
            throw problems.broken(
                    "", "the archive has no end record behind its directory: it is cut short, or bytes stand between");
        }
        boolean agrees = in.u16(4) % 0xffff == 0
                && in.u16(6) % 0xffff == 0
                && same(in.u16(8), 0xffff, entries, wide)
                && same(in.u16(10), 0xffff, entries, wide)
                && same(in.u32(12), Zip.OPEN, size, wide)
                && same(in.u32(16), Zip.OPEN, start, wide);
        if (!agrees) {
            problems.unsafe(
                    "", "the archive's end record does not fit its directory: readers would begin in different places");
        }
        int comment = in.u16(20);
        in.take(Zip.END_LENGTH);
        comment(comment);
        if (in.need(1)) {
            problems.unsafe("", "data stand behind the archive's end");
        }
    }

    private static boolean same(long said, long open, long real, boolean wide) {
        return said == real || wide && said == open;
    }

    private void comment(int length) throws IOException {
        byte[] comment = in.readNBytes(length);
        if (comment.length < length) {
            problems.unsafe("", "the archive's comment is cut short");
        }
        if (Text.latin(comment).contains("PK\5\6")) {
            problems.unsafe("", "a second end record stands in the archive's comment");
        }
    }

    private void end64(long start, long size, long at) throws IOException {
        long length = in.u64(4);
        boolean agrees = in.u32(16) == 0
                && in.u32(20) == 0
                && in.u64(24) == entries
                && in.u64(32) == entries
                && in.u64(40) == size
                && in.u64(48) == start
                && length >= Zip.END64_LENGTH - 12
                && length <= 0xffff;
        if (!agrees) {
            throw problems.broken("", "the archive's zip64 end record does not fit its directory");
        }
        in.skipNBytes(length + 12);
        if (!in.need(Zip.LOCATOR_LENGTH) || in.u32(0) != Zip.LOCATOR64 || in.u64(8) != at || in.u32(4) != 0) {
            throw problems.broken("", "the archive's zip64 end record has no locator that points to it");
        }
        in.take(Zip.LOCATOR_LENGTH);
    }
}
