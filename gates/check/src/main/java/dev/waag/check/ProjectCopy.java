package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.lock.LockFile;
import dev.waag.lock.Pin;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a project in a temporary folder, with the folders beside it that its lock refers to at the same places: what a tool does there,
 * the project does not notice. Environments, repositories and caches are left out. It is gone when this is closed.
 */
final class ProjectCopy implements AutoCloseable {
    private static final Set<String> LEFT_OUT = Set.of(
            ".git",
            ".hg",
            ".svn",
            ".venv",
            "venv",
            ".tox",
            ".nox",
            "__pycache__",
            "node_modules",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
            "__pypackages__");

    private static final int MOST_FILES = 50_000;
    private static final long MOST_BYTES = 1L << 30;

    private final Path root;
    private final Path folder;
    private int files;
    private long bytes;

    private ProjectCopy(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** @param locks of the project, for what they refer to */
    static ProjectCopy of(Path project, List<LockFile> locks) {
        Path real = project.toAbsolutePath().normalize();
        Set<Path> beside = new LinkedHashSet<>();
        for (LockFile lock : locks) {
            for (Pin pin : lock.folders()) {
                Path other = folder(real, pin.source().location());
                if (!other.startsWith(real) && !real.startsWith(other) && Files.isDirectory(other)) {
                    beside.add(other);
                }
            }
        }
        Path common = real;
        for (Path other : beside) {
            while (!other.startsWith(common) && common.getParent() != null) {
                common = common.getParent();
            }
        }
        try {
            Path root = Files.createTempDirectory("waag-resolve-").toRealPath();
            // one level more, so that a project of the temporary folder itself has no manifest above it
            Path base = root.resolve("project");
            ProjectCopy copy = new ProjectCopy(root, base.resolve(common.relativize(real)));
            try {
                copy.copy(real, copy.folder);
                for (Path other : beside) {
                    copy.copy(other, base.resolve(common.relativize(other)));
                }
                return copy;
            } catch (IOException | UserException e) {
                copy.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    project + " cannot be copied to a temporary folder: " + e,
                    "a file that may not be read, or a full disk",
                    "look at it, or set TMPDIR to a folder with more room");
        }
    }

    private static Path folder(Path project, String location) {
        try {
            return project.resolve(location.startsWith("file://") ? location.substring(7) : location)
                    .normalize();
        } catch (InvalidPathException e) {
            return project;
        }
    }

    Path folder() {
        return folder;
    }

    private void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) throws IOException {
                boolean out = !dir.equals(from) && LEFT_OUT.contains(String.valueOf(dir.getFileName()));
                if (out || !dir.equals(from) && Files.exists(dir.resolve("pyvenv.cfg"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                files++;
                bytes += a.size();
                if (files > MOST_FILES || bytes > MOST_BYTES) {
                    throw new UserException(
                            Exit.INCOMPLETE,
                            from + " has more than " + MOST_FILES + " files or a GiB: too much to copy for --resolve",
                            "data or an environment lies among its sources",
                            "name a smaller folder");
                }
                if (a.isRegularFile() || a.isSymbolicLink()) {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file).toString()),
                            StandardCopyOption.REPLACE_EXISTING,
                            LinkOption.NOFOLLOW_LINKS);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        FileVisitor<Path> remover = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(root, remover);
        } catch (IOException e) {
            return; // the system clears its temporary folder itself
        }
    }
}
