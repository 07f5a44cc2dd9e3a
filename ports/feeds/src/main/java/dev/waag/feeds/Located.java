package dev.waag.feeds;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A source as it stands on this machine.
 *
 * @param name as the user gave it, secrets masked
 * @param identity changes whenever the content does
 * @param stated what time is said to be that of the content, by the server or the file system
 */
record Located(String name, Content content, String identity, Optional<Instant> stated) {
    /** Where the records lie. */
    sealed interface Content {}

    /** An archive, a single record, or a catalogue. */
    record InFile(Path file) implements Content {}

    record InFolder(Path folder) implements Content {}

    /** A copy of a {@link WebFolder}: those on the list, from beside the archive, else from within. */
    record InCopy(Path list, Path records, Optional<Path> archive) implements Content {}
}
