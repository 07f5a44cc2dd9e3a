package dev.waag.sign;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The few things of DER (X.690) that wrapping a private key, or a public one in a certificate, needs. */
final class Der {
    /** The integer 0. */
    static final byte[] ZERO = integer(0);

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return value(SEQUENCE, content.toByteArray());
    }

    /** An element of another tag, such as a context-specific one. */
    static byte[] tagged(int tag, byte[] content) {
        return value(tag, content);
    }

    static byte[] octets(byte[] content) {
        return value(OCTETS, content);
    }

    /** The first element of a sequence that the platform encoded, with its tag and length: of a SubjectPublicKeyInfo, the algorithm. */
    static byte[] firstOfSequence(byte[] encoded) {
        int start = header(encoded, 0);
        int content = header(encoded, start);
        return Arrays.copyOfRange(encoded, start, content + length(encoded, start));
    }

    private static byte[] integer(int small) {
        return value(INTEGER, new byte[] {(byte) small});
    }

    private static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Where the content of the element at an offset begins. */
    private static int header(byte[] encoded, int offset) {
        int first = encoded[offset + 1] & 0xff;
        return offset + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] encoded, int offset) {
        int first = encoded[offset + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | encoded[offset + 2 + i] & 0xff;
        }
        return length;
    }
}
