package dev.waag.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Makes tars byte for byte. */
final class Tars {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An sdist of {@code demo 1.0} that nothing is wrong with. */
    static Tars sdist() {
        return new Tars()
                .folder("demo-1.0/")
                .file("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: A demo\n\nText\n")
                .file("demo-1.0/demo/__init__.py", "VALUE = 1\n");
    }

    Tars file(String name, String content) {
        return member(name, '0', "", content.getBytes(StandardCharsets.UTF_8));
    }

    Tars folder(String name) {
        return member(name, '5', "", new byte[0]);
    }

    Tars link(String name, String target) {
        return member(name, '2', target, new byte[0]);
    }

    Tars pax(String key, String value) {
        String body = " " + key + "=" + value + "\n";
        int length = body.length() + 1;
        while (Integer.toString(length).length() + body.length() != length) {
            length = Integer.toString(length).length() + body.length();
        }
        return member("pax", 'x', "", (length + body).getBytes(StandardCharsets.UTF_8));
    }

    Tars member(String name, char type, String target, byte[] content) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(
                block,
                100,
                "0000644\0" + "0000000\0" + "0000000\0" + String.format("%011o\0", content.length) + "00000000000\0");
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 157, target);
        put(block, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, String.format("%06o\0 ", sum));
        out.writeBytes(block);
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & 511]);
        return this;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    Tars raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] tar() {
        return Zips.join(out.toByteArray(), new byte[1024]);
    }

    byte[] gz() {
        return gz(tar());
    }

    static byte[] gz(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
