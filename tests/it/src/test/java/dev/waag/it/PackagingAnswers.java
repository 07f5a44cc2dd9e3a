package dev.waag.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs tests/it/src/test/python/answers.py with the {@code packaging} that scripts/tools.sh installs. */
final class PackagingAnswers {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MAX_OUTPUT = 1 << 30;

    private PackagingAnswers() {}

    static Stream<String> lines() throws ProcessException {
        Path root = root();
        String python = python(root);
        String seed = Optional.ofNullable(System.getenv("WAAG_SEED"))
                .orElseGet(() -> Long.toString(new SplittableRandom().nextLong(1L << 32)));
        System.out.println("PythonStandardsTest: WAAG_SEED=" + seed);
        List<String> command = new ArrayList<>(List.of(
                python,
                root.resolve("tests/it/src/test/python/answers.py").toString(),
                seed,
                Optional.ofNullable(System.getenv("WAAG_STRINGS")).orElse("2000"),
                root.resolve("kernel/python/src/test/resources/dev/waag/python/version-comparisons.txt")
                        .toString(),
                root.resolve("kernel/policy/src/main/resources/dev/waag/policy/popular-names.txt")
                        .toString()));
        Optional.ofNullable(System.getenv("WAAG_GATHERED"))
                .ifPresent(files -> command.addAll(List.of(files.split(":"))));
        return run(command, root).lines();
    }

    /** Without the tool nothing can be compared: said aloud, and a failure where CI must have it. */
    private static String python(Path root) throws ProcessException {
        List<String> install = List.of(root.resolve("scripts/tools.sh").toString(), "packaging");
        Finished finished = Processes.run(command(install, root), new byte[0]);
        if (finished.exit() != 0 && !Boolean.parseBoolean(System.getenv("CI"))) {
            System.err.println("NOT RUN: PythonStandardsTest: " + finished.errText());
            Assumptions.abort(finished.errText());
        }
        assertThat(finished.exit()).as(finished.errText()).isZero();
        return finished.outText().strip();
    }

    private static String run(List<String> argv, Path root) throws ProcessException {
        Finished finished = Processes.run(new Command(argv, System.getenv(), root, PATIENCE, MAX_OUTPUT), new byte[0]);
        assertThat(finished.exit()).as(finished.errText()).isZero();
        return finished.outText();
    }

    private static Command command(List<String> argv, Path root) {
        return new Command(argv, System.getenv(), root, PATIENCE, MAX_OUTPUT);
    }

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, Objects::nonNull, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("scripts/tools.sh")))
                .findFirst()
                .orElseThrow();
    }
}
