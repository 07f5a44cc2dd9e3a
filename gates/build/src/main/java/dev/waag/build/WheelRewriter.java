package dev.waag.build;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.python.WheelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Writes a wheel anew, so that the same content is the same bytes: members by name with {@code .dist-info} last and RECORD at its end, the source's time, modes
 * 644 or 755, deflate at level 6, RECORD in that order. Content besides RECORD is left as it is.
 */
final class WheelRewriter {
    /** What is done, for the provenance. */
    static final String WHAT =
            "wheel: members sorted with .dist-info last, times set to SOURCE_DATE_EPOCH, modes 644/755, deflate level"
                    + " 6, RECORD written anew";

    private static final long MOST = 4L << 30;
    private static final int LEVEL = 6;
    /** Where the times of zip files begin and end. */
    private static final Instant FIRST = Instant.parse("1980-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("2107-12-31T23:59:58Z");

    private WheelRewriter() {}

    private record Member(byte[] content, boolean executable) {}

    /**
     * @param more members to add, by name
     * @throws OutputException where it is no wheel, or its members are not what its RECORD says
     */
    static byte[] rewrite(String filename, byte[] wheel, long epoch, Map<String, byte[]> more) throws OutputException {
        Map<String, Member> members = read(wheel);
        String info = info(filename, members);
        for (Map.Entry<String, byte[]> m : more.entrySet()) {
            if (members.put(info + "/" + m.getKey(), new Member(m.getValue(), false)) != null) {
                throw new OutputException("it has a member " + info + "/" + m.getKey() + " already");
            }
        }
        String record = info + "/RECORD";
        if (members.remove(record) == null) {
            throw new OutputException("it has no RECORD");
        }
        // signatures over the old RECORD; both kinds are deprecated
        members.remove(record + ".jws");
        members.remove(record + ".p7s");
        Map<String, Member> ordered = new TreeMap<>(
                Comparator.comparing((String n) -> n.startsWith(info + "/")).thenComparing(Comparator.naturalOrder()));
        ordered.putAll(members);
        Map<String, Member> all = new LinkedHashMap<>(ordered);
        all.put(record, new Member(record(ordered, record), false));
        return write(all, epoch);
    }

    private static Map<String, Member> read(byte[] wheel) throws OutputException {
        Map<String, Member> members = new HashMap<>();
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(wheel))
                .get()) {
            long total = 0;
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry e = entries.nextElement();
                String name = Members.checked(e.getName());
                if (e.isUnixSymlink()) {
                    throw new OutputException("its member " + name + " is a link, which no wheel may have");
                }
                if (e.isDirectory()) {
                    continue;
                }
                total += Math.max(0, e.getSize());
                if (members.size() >= Members.MOST || total > MOST) {
                    throw new OutputException("it is too large");
                }
                byte[] content = zip.getInputStream(e).readAllBytes();
                if (members.put(name, new Member(content, (e.getUnixMode() & 0111) != 0)) != null) {
                    throw new OutputException("its member " + name + " stands there twice");
                }
            }
        } catch (IOException e) {
            throw new OutputException("it is no zip that can be read: " + e.getMessage());
        }
        return members;
    }

    private static String info(String filename, Map<String, Member> members) throws OutputException {
        WheelName name = WheelName.parse(filename).orElseThrow(() -> new OutputException("its name is no wheel's"));
        String found = "";
        for (String m : members.keySet()) {
            int slash = m.indexOf('/');
            if (slash > 0
                    && m.substring(0, slash).endsWith(".dist-info")
                    && m.endsWith("/WHEEL")
                    && m.indexOf('/', slash + 1) < 0) {
                if (!found.isEmpty()) {
                    throw new OutputException("it has more than one .dist-info");
                }
                found = m.substring(0, slash);
            }
        }
        if (found.isEmpty()) {
            throw new OutputException("it has no .dist-info with a WHEEL");
        }
        if (!members.containsKey(found + "/METADATA")) {
            throw new OutputException("it has no " + found + "/METADATA");
        }
        String project =
                found.substring(0, found.length() - ".dist-info".length()).replaceFirst("-[^-]*$", "");
        if (!ProjectName.parse(project).filter(p -> name.belongsTo(p)).isPresent()) {
            throw new OutputException("its " + found + " is another project's than its name says");
        }
        return found;
    }

    /** The binary distribution format, "The RECORD file": name, digest, size. */
    private static byte[] record(Map<String, Member> members, String own) {
        StringBuilder text = new StringBuilder(96 * members.size());
        members.forEach((name, m) -> text.append(quoted(name))
                .append(",sha256=")
                .append(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.of(m.content()).bytes()))
                .append(',')
                .append(m.content().length)
                .append('\n'));
        return text.append(quoted(own)).append(",,\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String field) {
        return field.indexOf(',') < 0 && field.indexOf('"') < 0 ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private static byte[] write(Map<String, Member> members, long epoch) throws OutputException {
        Instant time = Instant.ofEpochSecond(epoch);
        time = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        LocalDateTime local = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(channel)) {
            out.setMethod(ZipArchiveOutputStream.DEFLATED);
            out.setLevel(LEVEL);
            for (Map.Entry<String, Member> m : members.entrySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(m.getKey());
                entry.setTimeLocal(local);
                entry.setUnixMode(m.getValue().executable() ? 0100755 : 0100644);
                out.putArchiveEntry(entry);
                out.write(m.getValue().content());
                out.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new OutputException("it cannot be written anew: " + e.getMessage());
        }
        byte[] all = new byte[(int) channel.size()];
        System.arraycopy(channel.array(), 0, all, 0, all.length);
        return all;
    }

    /** The members that make up one, by name. */
    static Map<String, byte[]> contents(byte[] wheel) throws OutputException {
        Map<String, byte[]> all = new TreeMap<>();
        read(wheel).forEach((name, m) -> all.put(name, m.content()));
        return all;
    }
}
