package dev.waag.testkit;

import dev.waag.core.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes valid wheels (binary distribution format 1.0) and source distributions (PEP 517). What is asked for in the same way has the same
 * bytes every time.
 */
public final class Wheels {
    private static final long ZIP_TIME = 1_577_836_800_000L; // 2020-01-01, for a zip knows nothing before 1980

    private final String project;
    private final String version;
    private final List<String> requires = new ArrayList<>();
    private String requiresPython = "";
    private int payload = 16;
    private long seed = 1;
    private String tag = "py3-none-any";

    private Wheels(String project, String version) {
        this.project = project;
        this.version = version;
    }

    /** A small wheel of that project, to be changed and then made by {@link #wheel()} or {@link #sdist()}. */
    public static Wheels of(String project, String version) {
        return new Wheels(project, version);
    }

    /** A small wheel. */
    public static Distribution wheel(String project, String version) {
        return of(project, version).wheel();
    }

    public Wheels requires(String requirement) {
        requires.add(requirement);
        return this;
    }

    public Wheels requiresPython(String specifier) {
        requiresPython = specifier;
        return this;
    }

    /** How many bytes that cannot be compressed it carries, so about how large it is. */
    public Wheels payload(int bytes) {
        payload = bytes;
        return this;
    }

    /** Other bytes of the same length. */
    public Wheels seed(long other) {
        seed = other;
        return this;
    }

    /** Python, ABI and platform tag. */
    public Wheels tag(String compatibility) {
        tag = compatibility;
        return this;
    }

    public Distribution wheel() {
        String stem = project.replace('-', '_') + "-" + version;
        String info = stem + ".dist-info/";
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put(project.replace('-', '_') + "/__init__.py", utf8("__version__ = '" + version + "'\n"));
        members.put(project.replace('-', '_') + "/data.bin", noise());
        members.put(info + "METADATA", metadata());
        members.put(
                info + "WHEEL",
                utf8("Wheel-Version: 1.0\nGenerator: testkit\nRoot-Is-Purelib: true\nTag: " + tag + "\n"));
        members.put(info + "RECORD", record(members, info + "RECORD"));
        return new Distribution(project, version, stem + "-" + tag + ".whl", zip(members), metadata());
    }

    public Distribution sdist() {
        String stem = project.replace('-', '_') + "-" + version;
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put(stem + "/PKG-INFO", metadata());
        members.put(stem + "/pyproject.toml", utf8("[build-system]\nrequires = []\nbuild-backend = 'none'\n"));
        members.put(stem + "/data.bin", noise());
        return new Distribution(project, version, stem + ".tar.gz", tarGz(members), metadata());
    }

    private byte[] metadata() {
        StringBuilder text =
                new StringBuilder("Metadata-Version: 2.1\nName: " + project + "\nVersion: " + version + "\n");
        if (!requiresPython.isEmpty()) {
            text.append("Requires-Python: ").append(requiresPython).append('\n');
        }
        requires.forEach(r -> text.append("Requires-Dist: ").append(r).append('\n'));
        return utf8(text.append("\nMade for a test.\n").toString());
    }

    private byte[] noise() {
        byte[] bytes = new byte[payload];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] record(Map<String, byte[]> members, String self) {
        StringBuilder text = new StringBuilder();
        members.forEach((name, content) -> text.append(name)
                .append(",sha256=")
                .append(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                HexFormat.of().parseHex(Sha256.of(content).hex())))
                .append(',')
                .append(content.length)
                .append('\n'));
        return utf8(text.append(self).append(",,\n").toString());
    }

    private static byte[] zip(Map<String, byte[]> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(member.getValue());
                ZipEntry entry = new ZipEntry(member.getKey());
                entry.setTime(ZIP_TIME);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(member.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(member.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] tarGz(Map<String, byte[]> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                byte[] content = member.getValue();
                gzip.write(tarHeader(member.getKey(), content.length));
                gzip.write(content);
                gzip.write(new byte[(512 - content.length % 512) % 512]);
            }
            gzip.write(new byte[1024]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** POSIX.1-1988, "ustar". */
    private static byte[] tarHeader(String name, int size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(size));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = utf8(text);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
