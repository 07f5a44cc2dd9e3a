package dev.waag.pipeline;

import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that a scan is about: those that git has or would take, else all that are there. */
final class SourceFiles {
    private static final long LARGEST = 4L << 20;
    private static final int OUTPUT = 128 << 20;
    private static final List<String> SETTINGS = List.of(
            "-c",
            "safe.directory=*",
            "-c",
            "core.quotePath=false",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "diff.external=",
            "-c",
            "log.showSignature=false");

    private final Path folder;
    private final Map<String, String> environment;
    private final Duration timeout;

    SourceFiles(StageWork.Job job) {
        this.folder = job.folder();
        this.timeout = job.timeout();
        Map<String, String> e = new HashMap<>();
        for (String name : List.of("PATH", "HOME", "TMPDIR")) {
            Optional.ofNullable(job.environment().get(name)).ifPresent(v -> e.put(name, v));
        }
        e.put("GIT_CONFIG_NOSYSTEM", "1");
        e.put("GIT_TERMINAL_PROMPT", "0");
        e.put("LC_ALL", "C.UTF-8");
        this.environment = e;
    }

    /** Runs git in the folder; empty where it fails or is not there. */
    Optional<byte[]> git(byte[] stdin, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(SETTINGS);
        argv.addAll(Arrays.asList(arguments));
        try {
            Finished done = Processes.run(new Command(argv, environment, folder, timeout, OUTPUT), stdin);
            return done.exit() == 0 ? Optional.of(done.out()) : Optional.empty();
        } catch (ProcessException.NotStarted e) {
            return Optional.empty();
        }
    }

    /** Paths with slashes, relative to the folder. */
    List<String> all() throws IOException {
        Optional<byte[]> listed = git(new byte[0], "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        if (listed.isPresent()) {
            return Arrays.stream(new String(listed.get(), StandardCharsets.UTF_8).split("\0"))
                    .filter(p -> !p.isEmpty() && !p.startsWith(".waag/") && Files.isRegularFile(folder.resolve(p)))
                    .distinct()
                    .sorted()
                    .toList();
        }
        return Patterns.files(folder, List.of("**"), folder.resolve(".waag"));
    }

    /** A file's text; empty where it is none, or too large. */
    Optional<String> text(String path) throws IOException {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < Math.min(bytes.length, 8000); i++) {
            if (bytes[i] == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
}
