package dev.waag.ledger;

import java.util.Arrays;

/** Bytes that are appended to; unlike the JDK's stream it can be copied and takes no lock. */
final class GrowingBytes {
    private byte[] bytes;
    private int length;

    GrowingBytes() {
        bytes = new byte[1024];
    }

    GrowingBytes(GrowingBytes other) {
        bytes = Arrays.copyOf(other.bytes, Math.max(1024, other.length));
        length = other.length;
    }

    /** Appends the low eight bits. */
    void append(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** What was appended, and begins anew. */
    byte[] take() {
        byte[] taken = copy();
        length = 0;
        return taken;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
