package dev.waag.feeds;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file or folder. Its identity is what the file system says of it, without reading it: where it is, and the size, the time of the last
 * change and the inode of each file.
 */
final class LocalSource implements Source {
    private final String name;
    private final Path path;
    private final FeedLimits limits;

    LocalSource(String name, Path path, FeedLimits limits) {
        this.name = name;
        this.path = path;
        this.limits = limits;
    }

    @Override
    public Optional<Located> here(Instant now) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return Optional.of(
                        new Located(name, new Located.InFolder(real), folderIdentity(real), Optional.empty()));
            }
            return Optional.of(new Located(
                    name,
                    new Located.InFile(real),
                    real + " " + identity(attributes),
                    Optional.of(attributes.lastModifiedTime().toInstant())));
        } catch (IOException e) {
            throw Faults.unreadable(name, e);
        }
    }

    @Override
    public Located fetched(Instant now, List<String> warnings) {
        return here(now).orElseThrow();
    }

    private static String identity(BasicFileAttributes a) {
        return a.size() + " " + a.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + a.fileKey();
    }

    private String folderIdentity(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Found file : records(folder, name, limits)) {
            lines.add(folder.relativize(file.path()) + " " + identity(file.attributes()));
        }
        lines.sort(null);
        return folder + " " + Sha256.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** A record's file. */
    record Found(Path path, BasicFileAttributes attributes) {}

    /** The files {@code *.json} in a folder and those below it, in no order; what begins with a dot (as {@code .git} does) is passed over. */
    static List<Found> records(Path folder, String name, FeedLimits limits) throws IOException {
        List<Found> found = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), 64, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean hidden =
                        !dir.equals(folder) && dir.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String text = file.getFileName().toString();
                if (attributes.isRegularFile()
                        && !text.startsWith(".")
                        && text.toLowerCase(Locale.ROOT).endsWith(".json")) {
                    found.add(new Found(file, attributes));
                    if (found.size() > limits.records()) {
                        throw Faults.tooMuch(name, "it has more than " + limits.records() + " records");
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
