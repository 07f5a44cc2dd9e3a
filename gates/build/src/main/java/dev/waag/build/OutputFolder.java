package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where distributions and evidence go: all of them, or none. */
final class OutputFolder {
    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks at it before anything is built; makes nothing yet.
     *
     * @param source the project's folder, which is built without what lies in the output folder
     * @throws UserException where it is no folder, cannot be written, or has the project in it
     */
    static OutputFolder of(Path out, Path source) throws IOException {
        Path folder = out.toAbsolutePath().normalize();
        Path there = existing(folder);
        if (!Files.isDirectory(there)) {
            throw new UserException(
                    Exit.USAGE,
                    there + " is a file, and the output folder would be there",
                    "an earlier command wrote it, or the path is misspelt",
                    "name another with -o");
        }
        if (!Files.isWritable(there)) {
            throw unwritable(folder, there + " is not ours to write");
        }
        OutputFolder checked = new OutputFolder(folder);
        if (source.toRealPath().startsWith(checked.real())) {
            throw new UserException(
                    Exit.USAGE,
                    "the output folder " + folder + " holds the project itself",
                    "what lies in the output folder is no part of the source, and nothing would be left",
                    "name another with -o, such as dist");
        }
        return checked;
    }

    /** As other paths will be compared with it: without links, as far as it exists. */
    Path real() throws IOException {
        Path there = existing(folder);
        return there.toRealPath().resolve(there.relativize(folder));
    }

    private static Path existing(Path path) {
        Path there = path;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Puts the files there, in their order, once each has its bytes on the disk. */
    List<Path> write(Map<String, byte[]> files) {
        Map<Path, Path> parts = new LinkedHashMap<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path part = folder.resolve("." + file.getKey() + ".part");
                parts.put(part, folder.resolve(file.getKey()));
                Files.write(part, file.getValue());
            }
            for (Map.Entry<Path, Path> part : parts.entrySet()) {
                Files.move(part.getKey(), part.getValue(), StandardCopyOption.ATOMIC_MOVE);
            }
            return List.copyOf(parts.values());
        } catch (IOException e) {
            parts.keySet().forEach(OutputFolder::remove);
            throw unwritable(folder, said(e));
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The folder cannot be written, which is told; a part of a file stays, under no name that counts.
        }
    }

    /** Many of these have a path for a message, and nothing else. */
    private static String said(IOException e) {
        return e instanceof FileSystemException f && f.getReason() == null
                ? f.getClass().getSimpleName() + ": " + f.getFile()
                : String.valueOf(e.getMessage());
    }

    private static UserException unwritable(Path folder, String cause) {
        return new UserException(
                Exit.INCOMPLETE,
                "the output folder " + folder + " cannot be written; nothing was left there",
                cause,
                "see to its permissions and that its disk has room, or name another with -o");
    }
}
