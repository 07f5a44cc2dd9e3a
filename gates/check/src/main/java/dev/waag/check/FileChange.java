package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file as it is and as it would be. */
final class FileChange {
    private final Path path;
    private final byte[] before;
    private final byte[] after;

    FileChange(Path path, byte[] before, byte[] after) {
        this.path = path;
        this.before = before.clone();
        this.after = after.clone();
    }

    Path path() {
        return path;
    }

    /** In the unified format. */
    String diff() {
        return UnifiedDiff.of(
                Inputs.shown(path),
                new String(before, StandardCharsets.UTF_8),
                new String(after, StandardCharsets.UTF_8));
    }

    /** @throws UserException (incomplete) where it changed meanwhile or cannot be written; it then is as it was */
    void write() {
        try {
            Path real = path.toRealPath();
            if (!Arrays.equals(Files.readAllBytes(real), before)) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        path + " changed while it was being looked at",
                        "another program writes it",
                        "run it again");
            }
            Path made = Files.createTempFile(real.getParent(), ".waag-", ".tmp");
            try {
                Files.write(made, after);
                PosixFileAttributeView mode = view(made);
                PosixFileAttributeView wanted = view(real);
                if (mode != null && wanted != null) {
                    mode.setPermissions(wanted.readAttributes().permissions());
                }
                try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(made, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    path + " cannot be written: " + e,
                    "its folder's permissions, or its disk",
                    "run it as somebody who may write there");
        }
    }

    private static @Nullable PosixFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class);
    }
}
