package dev.waag.advisory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote, from a part of an array; past its end, or where a number cannot be, the index is broken. */
final class ByteReader {
    private final byte[] bytes;
    private final int first;
    private final int end;
    private int at;

    ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ByteReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.first = start;
        this.at = start;
        this.end = end;
    }

    int u8() {
        return bytes[need(1)] & 0xff;
    }

    int i32() {
        int i = need(4);
        return (bytes[i] & 0xff) << 24 | (bytes[i + 1] & 0xff) << 16 | (bytes[i + 2] & 0xff) << 8 | bytes[i + 3] & 0xff;
    }

    long i64() {
        return (long) i32() << 32 | i32() & 0xffff_ffffL;
    }

    int number() {
        int value = 0;
        for (int shift = 0; shift <= 28; shift += 7) {
            int b = u8();
            value |= (b & 0x7f) << shift;
            if (b < 0x80) {
                if (value < 0) {
                    break;
                }
                return value;
            }
        }
        throw new BrokenIndexException("a number in it is too large");
    }

    /** How many of something follow that takes at least so many bytes each. */
    int count(int bytesEach) {
        int count = number();
        if (count > (end - at) / bytesEach) {
            throw new BrokenIndexException("it announces more than it holds");
        }
        return count;
    }

    String text() {
        return utf8(count(1));
    }

    /** A text of so many bytes. */
    String utf8(int length) {
        int start = need(length);
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    /** The next bytes as a part of their own. */
    ByteReader part(int length) {
        int start = need(length);
        return new ByteReader(bytes, start, start + length);
    }

    byte[] rest() {
        int start = need(end - at);
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** The same bytes from their beginning on, so many of them passed over. */
    ByteReader from(int offset) {
        if (offset < 0 || offset > end - first) {
            throw new BrokenIndexException("it points outside itself");
        }
        return new ByteReader(bytes, first + offset, end);
    }

    /** Where the next so many bytes begin; goes past them. */
    private int need(int length) {
        int start = at;
        if (length < 0 || length > end - start) {
            throw new BrokenIndexException("it is cut short");
        }
        at = start + length;
        return start;
    }
}
