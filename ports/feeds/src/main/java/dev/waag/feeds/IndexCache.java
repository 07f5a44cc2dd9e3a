package dev.waag.feeds;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.BrokenIndexException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The indexes that were built, by id. */
final class IndexCache {
    /** How many are kept, the newest: one project after another may be checked with other sources. */
    private static final int KEPT = 8;

    private static final String INDEX = ".idx";
    private static final String PROBLEMS = ".txt";

    private final Path folder;

    IndexCache(Path cache) {
        folder = cache.resolve("index");
    }

    /** The index of that id, mapped; empty where there is none, or what is there is none. */
    Optional<Advisories> find(String id) throws IOException {
        Path file = folder.resolve(id + INDEX);
        try (FileChannel channel = FileChannel.open(file)) {
            // by way of a segment: the older call makes its buffer by reflection, which costs a start some milliseconds
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto())
                    .asByteBuffer();
            AdvisoryIndex index = AdvisoryIndex.open(bytes);
            return Optional.of(new Advisories(index, id, problems(id)));
        } catch (NoSuchFileException | BrokenIndexException e) {
            return Optional.empty();
        }
    }

    private List<String> problems(String id) throws IOException {
        Path file = folder.resolve(id + PROBLEMS);
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }

    /** The problems first: who finds an index finds its problems. */
    void put(String id, IndexBuild build) throws IOException {
        AtomicFiles.folder(folder);
        if (build.problems().isEmpty()) {
            Files.deleteIfExists(folder.resolve(id + PROBLEMS));
        } else {
            String lines = String.join("\n", build.problems()) + "\n";
            AtomicFiles.write(folder.resolve(id + PROBLEMS), lines.getBytes(StandardCharsets.UTF_8));
        }
        AtomicFiles.write(folder.resolve(id + INDEX), out -> build.writer().writeTo(out));
        prune();
    }

    /** One that a process has mapped stays until it lets go. */
    private void prune() throws IOException {
        record Old(Path file, FileTime time) {}
        List<Old> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + INDEX)) {
            for (Path file : files) {
                found.add(new Old(file, Files.getLastModifiedTime(file)));
            }
        } catch (NoSuchFileException e) {
            return; // another process prunes too
        }
        found.sort((a, b) -> b.time().compareTo(a.time()));
        for (Old old : found.subList(Math.min(KEPT, found.size()), found.size())) {
            Files.deleteIfExists(old.file());
            String name = old.file().getFileName().toString();
            Files.deleteIfExists(folder.resolve(name.substring(0, name.length() - INDEX.length()) + PROBLEMS));
        }
    }
}
