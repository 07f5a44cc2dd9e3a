package dev.waag.python;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files by hand, so that each field can be written wrongly. */
final class ZipMaker {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    /**
     * What the two headers of a member say.
     *
     * @param localName the name in the local header
     * @param data the bytes in the archive, a character each
     * @param zip64 whether sizes and offset stand in the zip64 extra field
     * @param descriptor whether CRC and sizes follow the data, and are zero in the local header
     * @param localExtra bytes of an unknown extra field in the local header
     */
    record Member(
            String name,
            String localName,
            int method,
            int flags,
            long crc,
            long compressed,
            long length,
            String data,
            boolean zip64,
            boolean descriptor,
            int localExtra) {
        static Member of(String name, byte[] content, int method) {
            CRC32 crc = new CRC32();
            crc.update(content);
            byte[] data = method == DEFLATED ? deflate(content) : content;
            return new Member(
                    name,
                    name,
                    method,
                    0,
                    crc.getValue(),
                    data.length,
                    content.length,
                    new String(data, StandardCharsets.ISO_8859_1),
                    false,
                    false,
                    0);
        }

        Member withLocalName(String other) {
            return new Member(name, other, method, flags, crc, compressed, length, data, zip64, descriptor, localExtra);
        }

        Member withMethod(int other) {
            return new Member(
                    name, localName, other, flags, crc, compressed, length, data, zip64, descriptor, localExtra);
        }

        Member withFlags(int other) {
            return new Member(
                    name, localName, method, other, crc, compressed, length, data, zip64, descriptor, localExtra);
        }

        Member withCrc(long other) {
            return new Member(
                    name, localName, method, flags, other, compressed, length, data, zip64, descriptor, localExtra);
        }

        Member withLengths(long otherCompressed, long otherLength) {
            return new Member(
                    name,
                    localName,
                    method,
                    flags,
                    crc,
                    otherCompressed,
                    otherLength,
                    data,
                    zip64,
                    descriptor,
                    localExtra);
        }

        Member withZip64() {
            return new Member(
                    name, localName, method, flags, crc, compressed, length, data, true, descriptor, localExtra);
        }

        Member withDescriptor() {
            return new Member(
                    name, localName, method, flags | 8, crc, compressed, length, data, zip64, true, localExtra);
        }

        Member withLocalExtra(int bytes) {
            return new Member(name, localName, method, flags, crc, compressed, length, data, zip64, descriptor, bytes);
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();
    private byte[] comment = {};
    private boolean zip64;
    private UnaryOperator<ByteBuffer> end = b -> b;
    private UnaryOperator<ByteBuffer> end64 = b -> b;

    ZipMaker add(Member m) {
        byte[] name = m.name.getBytes(StandardCharsets.UTF_8);
        byte[] localName = m.localName.getBytes(StandardCharsets.UTF_8);
        int offset = out.size();
        ByteBuffer extra = buffer(m.localExtra == 0 ? 0 : 4 + m.localExtra);
        if (m.localExtra > 0) {
            extra.putShort((short) 0xcafe).putShort((short) m.localExtra);
        }
        boolean open = m.zip64 && !m.descriptor;
        ByteBuffer local = buffer(
                30 + localName.length + extra.capacity() + (open ? 20 : 0) + m.data.length() + (m.descriptor ? 16 : 0));
        local.putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) m.flags)
                .putShort((short) m.method)
                .putInt(0);
        local.putInt(m.descriptor ? 0 : (int) m.crc);
        local.putInt(m.descriptor ? 0 : open ? -1 : (int) m.compressed)
                .putInt(m.descriptor ? 0 : open ? -1 : (int) m.length);
        local.putShort((short) localName.length)
                .putShort((short) (extra.capacity() + (open ? 20 : 0)))
                .put(localName)
                .put(bytes(extra));
        if (open) {
            local.putShort((short) 1).putShort((short) 16).putLong(m.length).putLong(m.compressed);
        }
        local.put(m.data.getBytes(StandardCharsets.ISO_8859_1));
        if (m.descriptor) {
            local.putInt(0x08074b50)
                    .putInt((int) m.crc)
                    .putInt((int) m.compressed)
                    .putInt((int) m.length);
        }
        out.writeBytes(bytes(local));
        ByteBuffer central = buffer(46 + name.length + (m.zip64 ? 28 : 0));
        central.putInt(0x02014b50)
                .putShort((short) 20)
                .putShort((short) 20)
                .putShort((short) m.flags)
                .putShort((short) m.method)
                .putInt(0);
        central.putInt((int) m.crc).putInt(m.zip64 ? -1 : (int) m.compressed).putInt(m.zip64 ? -1 : (int) m.length);
        central.putShort((short) name.length)
                .putShort((short) (m.zip64 ? 28 : 0))
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
        central.putInt(0).putInt(m.zip64 ? -1 : offset).put(name);
        if (m.zip64) {
            central.putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(m.length)
                    .putLong(m.compressed)
                    .putLong(offset);
        }
        directory.add(bytes(central));
        return this;
    }

    ZipMaker comment(byte[] text) {
        comment = text;
        return this;
    }

    /** Writes a zip64 end record and locator, and leaves the short record's numbers open. */
    ZipMaker zip64() {
        zip64 = true;
        return this;
    }

    /** Changes the end record, of 22 bytes. */
    ZipMaker end(UnaryOperator<ByteBuffer> change) {
        end = change;
        return this;
    }

    /** Changes the zip64 end record, of 56 bytes. */
    ZipMaker end64(UnaryOperator<ByteBuffer> change) {
        end64 = change;
        return this;
    }

    byte[] make() {
        int start = out.size();
        directory.forEach(out::writeBytes);
        int size = out.size() - start;
        int count = directory.size();
        if (zip64) {
            long at = out.size();
            ByteBuffer record = buffer(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) 45)
                    .putShort((short) 45)
                    .putInt(0)
                    .putInt(0);
            out.writeBytes(bytes(end64.apply(
                    record.putLong(count).putLong(count).putLong(size).putLong(start))));
            out.writeBytes(
                    bytes(buffer(20).putInt(0x07064b50).putInt(0).putLong(at).putInt(1)));
        }
        ByteBuffer record = buffer(22).putInt(0x06054b50).putInt(0);
        record.putShort((short) (zip64 ? -1 : count)).putShort((short) (zip64 ? -1 : count));
        record.putInt(zip64 ? -1 : size).putInt(zip64 ? -1 : start).putShort((short) comment.length);
        out.writeBytes(bytes(end.apply(record)));
        out.writeBytes(comment);
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] buffer = new byte[content.length + content.length / 1000 + 64];
        int n = deflater.deflate(buffer);
        deflater.end();
        return java.util.Arrays.copyOf(buffer, n);
    }
}
