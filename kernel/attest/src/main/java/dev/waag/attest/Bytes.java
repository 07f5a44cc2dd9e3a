package dev.waag.attest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Puts byte strings together. */
final class Bytes {
    private Bytes() {}

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Big-endian, in so many bytes. */
    static byte[] number(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        byte[] tail = new byte[bytes];
        System.arraycopy(all, Long.BYTES - bytes, tail, 0, bytes);
        return tail;
    }
}
