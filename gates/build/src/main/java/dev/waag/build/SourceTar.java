package dev.waag.build;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A source as the sandbox gets it: plain files and links with the source's time, and only the execution bit of their modes. */
final class SourceTar {
    private SourceTar() {}

    /** @param reversed the files in reverse order, so that they lie otherwise in their folders */
    static byte[] of(SourceTree source, boolean reversed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        List<String> files = reversed ? source.files().reversed() : source.files();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (String name : files) {
                Path path = source.folder().resolve(name);
                TarArchiveEntry entry;
                if (Files.isSymbolicLink(path)) {
                    entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
                    entry.setLinkName(Files.readSymbolicLink(path).toString());
                } else {
                    entry = new TarArchiveEntry(name);
                    entry.setSize(Files.size(path));
                    entry.setMode(Files.isExecutable(path) ? 0100755 : 0100644);
                }
                entry.setModTime(source.epoch() * 1000);
                tar.putArchiveEntry(entry);
                if (!entry.isSymbolicLink()) {
                    Files.copy(path, tar);
                }
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** The same of what an sdist holds, its one folder left out. */
    static byte[] ofSdist(byte[] sdist, boolean reversed) throws IOException {
        List<Map.Entry<TarArchiveEntry, byte[]>> members = new ArrayList<>();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(sdist), 1 << 16), "UTF-8")) {
            for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                members.add(Map.entry(e, e.isFile() && !e.isSymbolicLink() ? in.readAllBytes() : new byte[0]));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Map.Entry<TarArchiveEntry, byte[]> m : reversed ? members.reversed() : members) {
                TarArchiveEntry e = m.getKey();
                String name = e.getName().substring(e.getName().indexOf('/') + 1);
                if (!name.isEmpty()) {
                    e.setName(name);
                    tar.putArchiveEntry(e);
                    tar.write(m.getValue());
                    tar.closeArchiveEntry();
                }
            }
        }
        return bytes.toByteArray();
    }
}
