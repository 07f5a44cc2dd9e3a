package dev.waag.store;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which one Waag keeps everything, held by one process at a time.
 *
 * <pre>
 * waag.db       the embedded database            blobs/   files by digest
 * ledger/       the log as it is served          keys/    private keys, encrypted, mode 0600
 * admin-token   the administrator's token        tmp/     downloads under way, emptied at start
 * address       where a running server answers
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;
    private final Map<String, String> environment;
    private @Nullable Passphrase passphrase;

    private DataFolder(Path root, FileChannel channel, FileLock lock, Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /** Makes what is missing and takes the folder for this process. Fails with exit 3 where another process has it or it cannot be written. */
    public static DataFolder open(Path root) {
        return open(root, System.getenv());
    }

    /** The same with other environment variables, of which those of {@link Passphrase} count. */
    public static DataFolder open(Path root, Map<String, String> environment) {
        FileChannel channel = null;
        try {
            makePrivate(root);
            for (String part : new String[] {"blobs", "ledger", "keys", "tmp"}) {
                makePrivate(root.resolve(part));
            }
            channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the data folder " + root + " is in use by another process",
                        "a `waag serve` is running on it",
                        "stop that one, or give this one a folder of its own with --data DIR");
            }
            return new DataFolder(root, channel, lock, environment);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the data folder " + root + " cannot be used: " + reason(e),
                    "it lies where this user may not write, or the disk is full",
                    "choose another with --data DIR, or mend its permissions");
        }
    }

    /** Whether a process has the folder now. */
    public static boolean inUse(Path root) throws IOException {
        Path file = root.resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            return lock == null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException f) {
            return f.getReason() == null ? f.getClass().getSimpleName() + " " + f.getFile() : f.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    private static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** What its private keys are encrypted under. */
    public synchronized Passphrase passphrase() throws IOException {
        Passphrase known = passphrase;
        if (known == null) {
            known = Passphrase.of(this, environment);
            passphrase = known;
        }
        return known;
    }

    public Path root() {
        return root;
    }

    public Path path(String first, String... more) {
        Path path = root.resolve(first);
        for (String part : more) {
            path = path.resolve(part);
        }
        return path;
    }

    /** Removes what downloads left behind when the process ended in their middle. */
    public void emptyTemporary() throws IOException {
        try (var left = Files.newDirectoryStream(path("tmp"))) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
