package dev.waag.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are there whole or not at all, also after a power failure. */
public final class Durable {
    private Durable() {}

    /** Writes a file beside its place, forces it to disk and renames it there. The folder itself is forced by {@link #forceFolder}. */
    public static void write(Path place, byte[] content) throws IOException {
        Path fresh = place.resolveSibling(place.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Puts other content into a file that people keep: it stays the same file to them, with its permissions, and where it is a link, the
     * file that it leads to is replaced.
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path place = file.toRealPath();
        Path fresh = Files.createTempFile(place.getParent(), "." + place.getFileName(), ".new");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(place));
                channel.force(true);
            }
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** As {@link #write}, readable and writable by the owner alone from its first moment. */
    public static void writeSecret(Path place, String content) throws IOException {
        writeSecret(place, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with bytes. */
    public static void writeSecret(Path place, byte[] content) throws IOException {
        Path fresh = place.resolveSibling(place.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = place.getParent();
        if (folder != null) {
            forceFolder(folder);
        }
    }

    /** Makes renames within a folder durable. */
    public static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
