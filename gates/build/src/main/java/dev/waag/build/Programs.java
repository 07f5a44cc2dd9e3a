package dev.waag.build;

import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What programs say of themselves. */
final class Programs {
    private Programs() {}

    /** The first line that a program prints when asked for its version. */
    static Optional<String> version(Path program, String option) {
        try {
            Finished done = Processes.run(
                    new Command(
                            List.of(program.toString(), option),
                            Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"),
                            Path.of("/"),
                            Duration.ofSeconds(30),
                            1 << 16),
                    new byte[0]);
            return done.exit() == 0 ? done.outText().lines().findFirst() : Optional.empty();
        } catch (ProcessException e) {
            return Optional.empty();
        }
    }
}
