package dev.waag.inspect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes zips byte for byte, so that each number in them can be made wrong. */
final class Zips {
    /** One member; the setters say what is wrong with it. */
    static final class Item {
        byte[] name;
        byte[] content;
        byte[] localName;
        int flags = Zip.UTF8;
        int centralFlags = -1;
        int method = Zip.DEFLATED;
        int mode;
        int made = 3;
        long crc = -1;
        long centralCrc = -1;
        long centralSize = -1;
        boolean listed = true;
        boolean described;
        byte[] before = new byte[0];

        Item(String name, byte[] content) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.localName = this.name;
            this.content = content;
        }

        Item mode(int unixMode) {
            mode = unixMode;
            return this;
        }

        Item stored() {
            method = Zip.STORED;
            return this;
        }
    }

    final List<Item> items = new ArrayList<>();
    byte[] front = new byte[0];
    byte[] between = new byte[0];
    byte[] tail = new byte[0];
    byte[] comment = new byte[0];
    int entriesMore;

    Item add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Item add(String name, byte[] content) {
        Item item = new Item(name, content);
        items.add(item);
        return item;
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return out.toByteArray();
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        out.writeBytes(front);
        int listed = 0;
        for (Item i : items) {
            out.writeBytes(i.before);
            CRC32 sum = new CRC32();
            sum.update(i.content);
            long crc = i.crc >= 0 ? i.crc : sum.getValue();
            byte[] data = i.method == Zip.DEFLATED ? deflate(i.content) : i.content;
            int offset = out.size();
            int flags = i.flags | (i.described ? Zip.DESCRIBED : 0);
            byte[] local = buffer(30)
                    .putInt((int) Zip.LOCAL)
                    .putShort((short) 20)
                    .putShort((short) flags)
                    .putShort((short) i.method)
                    .putInt(0x5a210000)
                    .putInt(i.described ? 0 : (int) crc)
                    .putInt(i.described ? 0 : data.length)
                    .putInt(i.described ? 0 : i.content.length)
                    .putShort((short) i.localName.length)
                    .putShort((short) 0)
                    .array();
            out.writeBytes(local);
            out.writeBytes(i.localName);
            out.writeBytes(data);
            if (i.described) {
                out.writeBytes(buffer(16)
                        .putInt((int) Zip.DESCRIPTOR)
                        .putInt((int) crc)
                        .putInt(data.length)
                        .putInt(i.content.length)
                        .array());
            }
            if (!i.listed) {
                continue;
            }
            listed++;
            directory.writeBytes(buffer(46)
                    .putInt((int) Zip.CENTRAL)
                    .put((byte) 20)
                    .put((byte) i.made)
                    .putShort((short) 20)
                    .putShort((short) (i.centralFlags >= 0 ? i.centralFlags : flags))
                    .putShort((short) i.method)
                    .putInt(0x5a210000)
                    .putInt((int) (i.centralCrc >= 0 ? i.centralCrc : crc))
                    .putInt(data.length)
                    .putInt((int) (i.centralSize >= 0 ? i.centralSize : i.content.length))
                    .putShort((short) i.name.length)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(i.mode << 16)
                    .putInt(offset)
                    .array());
            directory.writeBytes(i.name);
        }
        out.writeBytes(between);
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(buffer(22)
                .putInt((int) Zip.END)
                .putInt(0)
                .putShort((short) (listed + entriesMore))
                .putShort((short) (listed + entriesMore))
                .putInt(directory.size())
                .putInt(start)
                .putShort((short) comment.length)
                .array());
        out.writeBytes(comment);
        out.writeBytes(tail);
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A right wheel of {@code demo 1.0} with those files; RECORD is written by {@link #record}. */
    static Zips wheel(Map<String, String> files) {
        Zips zip = new Zips();
        files.forEach((n, c) -> zip.add(n, c));
        if (!files.containsKey("demo-1.0.dist-info/METADATA")) {
            zip.add(
                    "demo-1.0.dist-info/METADATA",
                    "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: A demo\n\nText\n");
        }
        if (!files.containsKey("demo-1.0.dist-info/WHEEL")) {
            zip.add(
                    "demo-1.0.dist-info/WHEEL",
                    "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        }
        return zip;
    }

    static Zips wheel() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("demo/__init__.py", "VALUE = 1\n");
        return wheel(files);
    }

    /** Adds a RECORD of what is there. */
    Zips record() {
        StringBuilder lines = new StringBuilder();
        for (Item i : items) {
            String name = new String(i.name, StandardCharsets.UTF_8);
            if (!name.endsWith("/")) {
                lines.append(name)
                        .append(",sha256=")
                        .append(digest(i.content))
                        .append(',')
                        .append(i.content.length)
                        .append('\n');
            }
        }
        add("demo-1.0.dist-info/RECORD", lines + "demo-1.0.dist-info/RECORD,,\n");
        return this;
    }

    static String digest(byte[] content) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(dev.waag.core.Sha256.of(content).bytes());
    }

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] p : parts) {
            all.put(p);
        }
        return all.array();
    }
}
