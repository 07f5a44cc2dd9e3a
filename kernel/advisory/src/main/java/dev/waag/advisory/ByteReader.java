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
        return i32At(need(4));
    }

    long i64() {
        return (long) i32() << 32 | i32() & 0xffff_ffffL;
    }

    /** Most numbers are one byte, and most of a look-up is reading numbers. */
    int number() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return longNumber();
    }

    private int longNumber() {
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
    private String utf8(int length) {
        int start = need(length);
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    void skip(int length) {
        need(length);
    }

    boolean isAtEnd() {
        return at == end;
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

    /** The same bytes, from their beginning. */
    ByteReader again() {
        return new ByteReader(bytes, first, end);
    }

    /** Texts, one after the other, that are read by their number; before them where each of them ends, in four bytes. */
    Table table() {
        int count = count(4);
        int ends = need(4 * count);
        int texts = need(count == 0 ? 0 : i32At(ends + 4 * (count - 1)));
        return new Table(count, ends, texts, at);
    }

    /** See {@link ByteReader#table()}. */
    final class Table {
        private final int count;
        private final int ends;
        private final int texts;
        private final int end;

        private Table(int count, int ends, int texts, int end) {
            this.count = count;
            this.ends = ends;
            this.texts = texts;
            this.end = end;
        }

        int size() {
            return count;
        }

        String text(int number) {
            int start = start(number);
            return new String(bytes, start, end(number, start) - start, StandardCharsets.UTF_8);
        }

        ByteReader part(int number) {
            int start = start(number);
            return new ByteReader(bytes, start, end(number, start));
        }

        /** As {@link Arrays#compareUnsigned(byte[], byte[])}. */
        int compare(int number, byte[] with) {
            int start = start(number);
            return Arrays.compareUnsigned(bytes, start, end(number, start), with, 0, with.length);
        }

        private int start(int number) {
            if (number < 0 || number >= count) {
                throw new BrokenIndexException("it names what it does not hold");
            }
            int start = number == 0 ? texts : texts + i32At(ends + 4 * (number - 1));
            if (start < texts || start > end) {
                throw new BrokenIndexException("it points outside itself");
            }
            return start;
        }

        private int end(int number, int start) {
            int stop = texts + i32At(ends + 4 * number);
            if (stop < start || stop > end) {
                throw new BrokenIndexException("it points outside itself");
            }
            return stop;
        }
    }

    private int i32At(int i) {
        return (bytes[i] & 0xff) << 24 | (bytes[i + 1] & 0xff) << 16 | (bytes[i + 2] & 0xff) << 8 | bytes[i + 3] & 0xff;
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
