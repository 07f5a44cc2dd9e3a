package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.ledger.Checkpoint;
import dev.waag.store.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The newest checkpoint that this user has seen of each log, by the log's key, in {@code $XDG_STATE_HOME/waag/checkpoints}. A log that was
 * rolled back or forked is caught by whoever looked at it before.
 */
final class SeenCheckpoints {
    private final Path folder;

    private SeenCheckpoints(Path folder) {
        this.folder = folder;
    }

    static SeenCheckpoints ofUser() {
        Map<String, String> environment = System.getenv();
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".local", "state")
                : Path.of(state);
        return new SeenCheckpoints(base.resolve("waag").resolve("checkpoints"));
    }

    private Path file(LogReader log) {
        return folder.resolve(Sha256.of(log.key().vkey().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 32));
    }

    Optional<Checkpoint> of(LogReader log) {
        Path file = file(log);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(log.verifiedCheckpoint(Files.readString(file)));
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the remembered checkpoint " + file + " cannot be read",
                    "it belongs to another user, or the disk fails",
                    "check its permissions");
        }
    }

    void remember(LogReader log, String note) {
        try {
            Files.createDirectories(folder);
            Durable.write(file(log), note.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the checkpoint cannot be remembered in " + folder + ": " + e.getMessage(),
                    "the state folder cannot be written",
                    "set XDG_STATE_HOME to a folder that can");
        }
    }
}
