package dev.waag.python;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers and texts in a part of an array. */
final class ZipBytes {
    private final ByteBuffer bytes;

    ZipBytes(byte[] array, int offset, int length) {
        bytes = ByteBuffer.wrap(array, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int length() {
        return bytes.limit();
    }

    int u16(int at) throws PageFormatException {
        need(at, 2);
        return bytes.getShort(at) & 0xffff;
    }

    long u32(int at) throws PageFormatException {
        need(at, 4);
        return bytes.getInt(at) & 0xffff_ffffL;
    }

    /** An unsigned number that must fit a signed one: no file is longer. */
    long u64(int at) throws PageFormatException {
        need(at, 8);
        long value = bytes.getLong(at);
        if (value < 0) {
            throw new PageFormatException("the wheel's zip structure points outside the file");
        }
        return value;
    }

    /** Every byte as one character: equal texts are equal bytes, whatever encoding was meant. */
    String text(int at, int length) throws PageFormatException {
        need(at, length);
        byte[] copy = new byte[length];
        bytes.get(at, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    private void need(int at, int length) throws PageFormatException {
        if (at < 0 || length < 0 || length > bytes.limit() - at) {
            throw new PageFormatException("the wheel's zip structure is cut short");
        }
    }
}
