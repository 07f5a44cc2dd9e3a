package dev.waag.build;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes an sdist anew, so that the same content is the same bytes: members by name, the source's time, no owners, modes 644 or 755, hard links as files
 * of their own, no folders but empty ones, neither {@code .git} nor the lock; one kind of tar (POSIX pax) and of gzip (level 9, no name, no time). Content is left as it is.
 */
final class SdistRewriter {
    /** What is done, for the provenance. */
    static final String WHAT =
            "sdist: the repository and waag-build.lock left out, members sorted, times set to SOURCE_DATE_EPOCH, owners removed, modes 644/755, hard links written"
                    + " as files, POSIX tar, gzip level 9 without name and time";

    /** What all members may have together, unpacked. */
    private static final long MOST = 4L << 30;

    private SdistRewriter() {}

    private record Member(TarArchiveEntry entry, byte[] content) {}

    /**
     * @param filename of the sdist, which its one folder is named after
     * @throws OutputException where it is no sdist, or holds what none may (PEP 721)
     */
    static byte[] rewrite(String filename, byte[] sdist, long epoch) throws OutputException {
        String top = filename.substring(0, filename.length() - ".tar.gz".length());
        Map<String, Member> members = read(top, sdist);
        // a backend that packs all that it sees would pack these too; how a repository lies on disk never repeats
        members.keySet()
                .removeIf(n -> n.equals(top + "/" + BuildLock.FILE)
                        || n.equals(top + "/.git")
                        || n.startsWith(top + "/.git/"));
        if (!members.containsKey(top + "/PKG-INFO")) {
            throw new OutputException("it has no " + top + "/PKG-INFO");
        }
        return write(members, epoch);
    }

    /** The files that make up one, by name, its one folder left out; of a link, what it points to. */
    static Map<String, byte[]> contents(byte[] sdist) throws OutputException {
        Map<String, byte[]> all = new TreeMap<>();
        for (Map.Entry<String, Member> m : read("", sdist).entrySet()) {
            TarArchiveEntry e = m.getValue().entry();
            if (!e.isDirectory()) {
                byte[] content = e.isSymbolicLink()
                        ? e.getLinkName().getBytes(StandardCharsets.UTF_8)
                        : m.getValue().content();
                all.put(m.getKey().substring(m.getKey().indexOf('/') + 1), content);
            }
        }
        return all;
    }

    /** @param top what the one folder must be named; empty for anything */
    private static Map<String, Member> read(String top, byte[] sdist) throws OutputException {
        Map<String, Member> members = new TreeMap<>();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(sdist), 1 << 16), "UTF-8")) {
            long total = 0;
            for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                String name = Members.checked(e.getName().replaceFirst("^\\./", ""));
                String plain = name.replaceFirst("/$", "");
                if (!top.isEmpty() && !plain.equals(top) && !plain.startsWith(top + "/")) {
                    throw new OutputException("its member " + name + " lies outside its one folder " + top);
                }
                total += e.getSize();
                if (members.size() >= Members.MOST || total > MOST) {
                    throw new OutputException("it is too large");
                }
                put(members, plain, e, isPlain(e) ? in.readAllBytes() : new byte[0]);
            }
        } catch (IOException e) {
            throw new OutputException("it is no .tar.gz that can be read: " + e.getMessage());
        }
        return members;
    }

    private static void put(Map<String, Member> members, String name, TarArchiveEntry e, byte[] content)
            throws OutputException {
        byte[] bytes = content;
        if (e.isLink()) {
            Member other = members.get(e.getLinkName());
            if (other == null || !isPlain(other.entry())) {
                throw new OutputException("its member " + name + " is a hard link to nothing");
            }
            bytes = other.content();
            TarArchiveEntry file = new TarArchiveEntry(name);
            file.setMode(other.entry().getMode());
            members.put(name, new Member(file, bytes));
            return;
        }
        if (e.isSymbolicLink()) {
            inside(name, e.getLinkName());
        } else if (!isPlain(e) && !e.isDirectory()) {
            throw new OutputException("its member " + name + " is neither file, folder nor link");
        }
        if (members.put(name, new Member(e, bytes)) != null && !e.isDirectory()) {
            throw new OutputException("its member " + name + " stands there twice");
        }
    }

    /** commons-compress calls links and devices files too. */
    private static boolean isPlain(TarArchiveEntry e) {
        byte kind = e.getLinkFlag();
        return (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM || kind == TarConstants.LF_CONTIG)
                && !e.isDirectory();
    }

    private static void inside(String name, String target) throws OutputException {
        int depth = name.split("/").length - 2;
        boolean out = target.startsWith("/") || target.isEmpty();
        for (String part : target.split("/")) {
            depth += part.equals("..") ? -1 : part.equals(".") || part.isEmpty() ? 0 : 1;
            out |= depth < 0;
        }
        if (out) {
            throw new OutputException("its member " + name + " is a link that leads out of it");
        }
    }

    private static byte[] write(Map<String, Member> members, long epoch) throws OutputException {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
        parameters.setOS(GzipParameters.OS.UNKNOWN);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (TarArchiveOutputStream out =
                new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes, parameters), "UTF-8")) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            out.setAddPaxHeadersForNonAsciiNames(true);
            for (Map.Entry<String, Member> m : members.entrySet()) {
                TarArchiveEntry old = m.getValue().entry();
                if (old.isDirectory() && hasMembers(members, m.getKey())) {
                    continue;
                }
                TarArchiveEntry entry;
                if (old.isSymbolicLink()) {
                    entry = new TarArchiveEntry(m.getKey(), TarConstants.LF_SYMLINK);
                    entry.setLinkName(old.getLinkName());
                    entry.setMode(0120777);
                } else if (old.isDirectory()) {
                    entry = new TarArchiveEntry(m.getKey() + "/");
                    entry.setMode(040755);
                } else {
                    entry = new TarArchiveEntry(m.getKey());
                    entry.setMode((old.getMode() & 0100) != 0 ? 0100755 : 0100644);
                    entry.setSize(m.getValue().content().length);
                }
                entry.setIds(0, 0);
                entry.setNames("", "");
                entry.setModTime(epoch * 1000);
                out.putArchiveEntry(entry);
                out.write(m.getValue().content());
                out.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new OutputException("it cannot be written anew: " + e.getMessage());
        }
        return bytes.toByteArray();
    }

    private static boolean hasMembers(Map<String, Member> members, String folder) {
        return ((TreeMap<String, Member>) members)
                .tailMap(folder + "/", false).keySet().stream()
                        .findFirst()
                        .filter(n -> n.startsWith(folder + "/"))
                        .isPresent();
    }
}
