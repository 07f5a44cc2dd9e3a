package dev.waag.advisory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Grows as numbers and texts are written; {@link ByteReader} reads them. */
final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    ByteWriter u8(int value) {
        out.write(value);
        return this;
    }

    /** Four bytes, the highest first. */
    ByteWriter i32(int value) {
        return u8(value >>> 24).u8(value >>> 16).u8(value >>> 8).u8(value);
    }

    /** Eight bytes, the highest first. */
    ByteWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    /** A number from 0, seven bits a byte, the lowest first. */
    ByteWriter number(int value) {
        int left = value;
        while (left >= 0x80) {
            u8(left | 0x80);
            left >>>= 7;
        }
        return u8(left);
    }

    /** UTF-8 after its length in bytes. */
    ByteWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).bytes(utf8);
    }

    /** Texts that {@link ByteReader#table()} reads by their number. */
    ByteWriter table(List<byte[]> texts) {
        number(texts.size());
        int end = 0;
        for (byte[] text : texts) {
            end += text.length;
            i32(end);
        }
        for (byte[] text : texts) {
            bytes(text);
        }
        return this;
    }

    ByteWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }
}
