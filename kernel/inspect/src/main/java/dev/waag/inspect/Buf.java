package dev.waag.inspect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Numbers and names within a file's bytes; what points outside is {@link Outside}. */
final class Buf {
    /** Something points outside the file. */
    static final class Outside extends Exception {
        Outside() {
            super("points outside the file");
        }
    }

    private static final int LONGEST_NAME = 512;

    private final ByteBuffer bytes;

    Buf(byte[] array, int length, boolean little) {
        bytes = ByteBuffer.wrap(array, 0, length)
                .slice()
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    int length() {
        return bytes.limit();
    }

    private int at(long offset, int size) throws Outside {
        if (offset < 0 || offset > bytes.limit() - size) {
            throw new Outside();
        }
        return (int) offset;
    }

    int u8(long offset) throws Outside {
        return bytes.get(at(offset, 1)) & 0xff;
    }

    int u16(long offset) throws Outside {
        return bytes.getShort(at(offset, 2)) & 0xffff;
    }

    long u32(long offset) throws Outside {
        return bytes.getInt(at(offset, 4)) & 0xffff_ffffL;
    }

    long u64(long offset) throws Outside {
        return bytes.getLong(at(offset, 8));
    }

    /** The text up to the next NUL. */
    String name(long offset) throws Outside {
        int start = at(offset, 1);
        int end = start;
        while (end < bytes.limit() && end - start < LONGEST_NAME && bytes.get(end) != 0) {
            end++;
        }
        byte[] out = new byte[end - start];
        bytes.get(start, out);
        return new String(out, StandardCharsets.ISO_8859_1);
    }
}
