package dev.waag.attest;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One value in DER (X.690 section 10): tag, definite length, content. Only what certificates and timestamps need: tag numbers
 * below 31, lengths in their shortest form, at most 2^24 bytes.
 */
final class Der {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int MAX_CHILDREN = 1000;

    private final byte[] source;
    private final int start;
    private final int content;
    private final int end;

    private Der(byte[] source, int start, int content, int end) {
        this.source = source;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /** The one value that the bytes spell, with nothing after it. */
    static Der parse(byte[] bytes) throws EvidenceException {
        Der value = read(bytes, 0, bytes.length);
        if (value.end != bytes.length) {
            throw new EvidenceException("bytes follow a DER value");
        }
        return value;
    }

    private static Der read(byte[] bytes, int at, int limit) throws EvidenceException {
        if (limit - at < 2) {
            throw new EvidenceException("a DER value is cut off");
        }
        if ((bytes[at] & 0x1f) == 0x1f) {
            throw new EvidenceException("a DER value has a long tag");
        }
        int first = bytes[at + 1] & 0xff;
        int position = at + 2;
        int length = first;
        if (first >= 0x80) {
            int count = first & 0x7f;
            if (count == 0 || count > 3 || limit - position < count || bytes[position] == 0) {
                throw new EvidenceException("a DER value has a length that is not in its shortest form");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes[position++] & 0xff;
            }
            if (length < 0x80) {
                throw new EvidenceException("a DER value has a length that is not in its shortest form");
            }
        }
        if (length > limit - position) {
            throw new EvidenceException("a DER value is cut off");
        }
        return new Der(bytes, at, position, position + length);
    }

    int tag() {
        return source[start] & 0xff;
    }

    Der require(int tag) throws EvidenceException {
        if (tag() != tag) {
            throw new EvidenceException("a DER value has tag " + tag() + " in place of " + tag);
        }
        return this;
    }

    /** The values inside this one, in their order. */
    List<Der> children() throws EvidenceException {
        if ((tag() & 0x20) == 0) {
            throw new EvidenceException("a DER value that holds no others was to be opened");
        }
        List<Der> children = new ArrayList<>();
        int at = content;
        while (at < end) {
            Der child = read(source, at, end);
            children.add(child);
            at = child.end;
            if (children.size() > MAX_CHILDREN) {
                throw new EvidenceException("a DER value holds more than " + MAX_CHILDREN + " others");
            }
        }
        return children;
    }

    /** The values inside a sequence, at least so many. */
    List<Der> sequence(int atLeast) throws EvidenceException {
        List<Der> children = require(SEQUENCE).children();
        if (children.size() < atLeast) {
            throw new EvidenceException("a DER sequence is shorter than " + atLeast);
        }
        return children;
    }

    /** The content without tag and length. */
    byte[] content() {
        return Arrays.copyOfRange(source, content, end);
    }

    /** The whole value. */
    byte[] encoded() {
        return Arrays.copyOfRange(source, start, end);
    }

    BigInteger integer() throws EvidenceException {
        byte[] bytes = require(INTEGER).content();
        if (bytes.length == 0 || bytes.length > 64) {
            throw new EvidenceException("a DER integer is empty or too long");
        }
        return new BigInteger(bytes);
    }

    /** An object identifier in dots (X.690 section 8.19). */
    String oid() throws EvidenceException {
        byte[] bytes = require(OID).content();
        if (bytes.length == 0 || bytes.length > 64 || (bytes[bytes.length - 1] & 0x80) != 0) {
            throw new EvidenceException("a DER object identifier is malformed");
        }
        StringBuilder text = new StringBuilder();
        long arc = 0;
        for (byte b : bytes) {
            if (arc > Integer.MAX_VALUE) {
                throw new EvidenceException("a DER object identifier is malformed");
            }
            arc = arc << 7 | b & 0x7f;
            if ((b & 0x80) == 0) {
                if (text.isEmpty()) {
                    long root = Math.min(arc / 40, 2);
                    text.append(root).append('.').append(arc - root * 40);
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return text.toString();
    }

    /** A value of that tag around content. */
    static byte[] encode(int tag, byte[] content) {
        byte[] length = content.length < 0x80
                ? new byte[] {(byte) content.length}
                : content.length < 0x100
                        ? new byte[] {(byte) 0x81, (byte) content.length}
                        : content.length < 0x10000
                                ? new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length}
                                : new byte[] {
                                    (byte) 0x83,
                                    (byte) (content.length >> 16),
                                    (byte) (content.length >> 8),
                                    (byte) content.length
                                };
        return Bytes.concat(new byte[] {(byte) tag}, length, content);
    }
}
