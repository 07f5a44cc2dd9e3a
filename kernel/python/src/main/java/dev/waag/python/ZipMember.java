package dev.waag.python;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One member of a zip, as the central directory lists it (APPNOTE 4.3.12).
 *
 * @param name each byte as one character
 * @param offset of its local header
 */
record ZipMember(String name, int flags, int method, long crc, long compressed, long length, long offset) {
    private static final long CENTRAL = 0x02014b50L;
    private static final int CENTRAL_LENGTH = 46;
    private static final long LOCAL = 0x04034b50L;
    private static final int LOCAL_LENGTH = 30;
    private static final long OPEN = 0xffff_ffffL;
    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    private static final int DESCRIPTOR = 1 << 3;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** More than local headers carry as extra fields in practice, so that one read does. */
    private static final int EXTRA_GUESS = 64;

    /** The members whose names are asked for; the directory must consist of its entries and nothing else. */
    static List<ZipMember> directory(TailWindow window, ZipEnd end, Predicate<String> wanted)
            throws PageFormatException {
        ZipBytes bytes = window.view(end.directoryOffset(), end.directorySize());
        List<ZipMember> found = new ArrayList<>();
        int at = 0;
        for (long i = 0; i < end.entries(); i++) {
            if (bytes.u32(at) != CENTRAL) {
                throw new PageFormatException("the wheel's zip directory is damaged");
            }
            int nameLength = bytes.u16(at + 28);
            int extraLength = bytes.u16(at + 30);
            String name = bytes.text(at + CENTRAL_LENGTH, nameLength);
            if (wanted.test(name)) {
                found.add(read(bytes, at, name, extraLength));
            }
            at += CENTRAL_LENGTH + nameLength + extraLength + bytes.u16(at + 32);
        }
        if (at != bytes.length()) {
            throw new PageFormatException("the wheel's zip directory lists more members than its end record counts");
        }
        return found;
    }

    private static ZipMember read(ZipBytes bytes, int at, String name, int extraLength) throws PageFormatException {
        long length = bytes.u32(at + 24);
        long compressed = bytes.u32(at + 20);
        long offset = bytes.u32(at + 42);
        Zip64Extra extra = new Zip64Extra(bytes, at + CENTRAL_LENGTH + name.length(), extraLength);
        length = length == OPEN ? extra.next() : length;
        compressed = compressed == OPEN ? extra.next() : compressed;
        offset = offset == OPEN ? extra.next() : offset;
        return new ZipMember(
                name, bytes.u16(at + 8), bytes.u16(at + 10), bytes.u32(at + 16), compressed, length, offset);
    }

    /** The content, with its local header compared and its CRC checked; limit is the length that is the end of the archive's members. */
    byte[] content(TailWindow window, long limit, int maxLength) throws IOException, PageFormatException {
        if (length > maxLength || compressed > maxLength + maxLength / 1000L + 1024) {
            throw new PageFormatException("the wheel's METADATA are larger than " + maxLength + " bytes");
        }
        if ((flags & ENCRYPTED) != 0 || method != STORED && method != DEFLATED) {
            throw new PageFormatException("the wheel's METADATA are encrypted, or compressed by an unknown method");
        }
        if (offset > limit - LOCAL_LENGTH - name.length() - compressed) {
            throw new PageFormatException("the wheel's zip structure points outside the file");
        }
        long least = LOCAL_LENGTH + name.length() + compressed;
        byte[] part = window.bytes(offset, (int) Math.min(limit - offset, least + EXTRA_GUESS));
        ZipBytes header = new ZipBytes(part, 0, part.length);
        checkLocal(header);
        int start = LOCAL_LENGTH + name.length() + header.u16(28);
        int end = start + (int) compressed;
        if (end > limit - offset) {
            throw new PageFormatException("the wheel's zip structure points outside the file");
        }
        if (end > part.length) {
            byte[] rest = window.bytes(offset + part.length, end - part.length);
            int read = part.length;
            part = Arrays.copyOf(part, end);
            System.arraycopy(rest, 0, part, read, rest.length);
        }
        byte[] content = method == STORED ? stored(part, start, end) : inflated(part, start, end);
        CRC32 sum = new CRC32();
        sum.update(content);
        if (sum.getValue() != crc) {
            throw new PageFormatException("the wheel's METADATA are damaged: their CRC is wrong");
        }
        return content;
    }

    /** Sizes and CRC may be left to the data descriptor or to zip64; what is written must be what the directory says. */
    private void checkLocal(ZipBytes header) throws PageFormatException {
        boolean described = ((flags | header.u16(6)) & DESCRIPTOR) != 0;
        boolean same = header.u32(0) == LOCAL
                && (header.u16(6) & ENCRYPTED) == 0
                && header.u16(8) == method
                && header.u16(26) == name.length()
                && header.text(LOCAL_LENGTH, name.length()).equals(name)
                && agrees(header.u32(14), crc, described)
                && agrees(header.u32(18), compressed, described)
                && agrees(header.u32(22), length, described);
        if (!same) {
            throw new PageFormatException(
                    "the wheel's zip directory and the member's own header contradict each other");
        }
    }

    private static boolean agrees(long local, long central, boolean described) {
        return local == central || local == OPEN || described && local == 0;
    }

    private byte[] stored(byte[] part, int start, int end) throws PageFormatException {
        if (compressed != length) {
            throw new PageFormatException("the wheel's METADATA are stored, but with two lengths");
        }
        return Arrays.copyOfRange(part, start, end);
    }

    private byte[] inflated(byte[] part, int start, int end) throws PageFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(part, start, end - start);
            // one byte more, so that a stream that does not end where it says is noticed
            byte[] out = new byte[(int) length + 1];
            int filled = 0;
            while (!inflater.finished() && filled < out.length) {
                int n = inflater.inflate(out, filled, out.length - filled);
                if (n == 0 && !inflater.finished()) {
                    break;
                }
                filled += n;
            }
            if (!inflater.finished() || filled != length || inflater.getRemaining() != 0) {
                throw new PageFormatException("the wheel's METADATA are not as long as the zip directory says");
            }
            return Arrays.copyOf(out, filled);
        } catch (DataFormatException e) {
            throw new PageFormatException("the wheel's METADATA are damaged: they cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }
}
