package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder into which {@code waag run} writes the signed links of its stages. */
final class LinksFolder {
    static final Path DEFAULT = Path.of(".waag", "links");

    private static final String ENDING = ".link";
    private static final int MOST = 500;

    private LinksFolder() {}

    /**
     * Its links, one a line, the youngest last.
     *
     * @param named by an option; else the default folder, where it is there
     * @return empty where there is no default folder, or nothing in it
     */
    static Optional<String> text(@Nullable Path named) {
        Path folder = named == null ? DEFAULT : named;
        if (!Files.isDirectory(folder)) {
            if (named == null) {
                return Optional.empty();
            }
            throw new UserException(
                    Exit.USAGE,
                    "there is no folder " + named,
                    "the path is misspelt, or no stage has run yet",
                    "name the folder that `waag run` wrote its links into");
        }
        StringBuilder lines = new StringBuilder();
        for (Path file : files(folder)) {
            try {
                lines.append(Dsse.parse(Files.readString(file, StandardCharsets.UTF_8))
                                .toJson())
                        .append('\n');
            } catch (IOException | NoteException e) {
                throw new UserException(
                        Exit.USAGE,
                        file + " is no link: " + e.getMessage(),
                        "the file was damaged, or another program wrote it",
                        "run its stage again: waag run");
            }
        }
        if (lines.isEmpty() && named != null) {
            throw new UserException(
                    Exit.USAGE,
                    "no link is in " + named,
                    "no stage has run yet, or its links are elsewhere",
                    "run the stages first: waag run");
        }
        return Optional.of(lines.toString()).filter(l -> !l.isEmpty());
    }

    static boolean holdsAny(Path folder) {
        return Files.isDirectory(folder) && !files(folder).isEmpty();
    }

    private static List<Path> files(Path folder) {
        record Dated(Path file, long at) {}
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> String.valueOf(f.getFileName()).endsWith(ENDING))
                    .limit(MOST)
                    .map(f -> new Dated(f, f.toFile().lastModified()))
                    .sorted(Comparator.comparingLong(Dated::at).thenComparing(Dated::file))
                    .map(Dated::file)
                    .toList();
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE, folder + " cannot be read: " + e.getMessage(), "", "check its permissions");
        }
    }
}
