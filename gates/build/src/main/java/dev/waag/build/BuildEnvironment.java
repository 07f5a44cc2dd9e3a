package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes the environment that a build has from its locked wheels, and from nothing else: pip without an index, with hashes required, wheels only. */
final class BuildEnvironment {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long DISK = 4L << 30;

    private BuildEnvironment() {}

    /**
     * A new environment in a folder of ours.
     *
     * @param wheels the locked inputs with their bytes, which were found to have their digests
     */
    static Path make(Map<LockedInput, byte[]> wheels, Interpreter python, Optional<Sandbox> sandbox, Path scratch) {
        try {
            Path place = Files.createTempDirectory(scratch, "environment-");
            Path env = Scratch.readable(Files.createDirectory(place.resolve("env")));
            Path folder = Files.createDirectory(place.resolve("wheels"));
            StringBuilder requirements = new StringBuilder();
            for (Map.Entry<LockedInput, byte[]> w : wheels.entrySet()) {
                LockedInput i = w.getKey();
                Files.write(folder.resolve(i.filename()), w.getValue());
                requirements
                        .append(i.name())
                        .append("==")
                        .append(i.version())
                        .append(" --hash=sha256:")
                        .append(i.sha256())
                        .append('\n');
            }
            Files.writeString(folder.resolve("requirements.txt"), requirements, StandardCharsets.UTF_8);
            try (InputStream in = Objects.requireNonNull(BuildEnvironment.class.getResourceAsStream("install.py"))) {
                Files.write(folder.resolve("install.py"), in.readAllBytes());
            }
            run(env, folder, wheels.isEmpty(), python, sandbox, scratch);
            return env;
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the build environment cannot be made: " + e.getMessage(),
                    "its folder could not be written",
                    "see that this machine's disk has room");
        }
    }

    private static void run(
            Path env, Path wheels, boolean empty, Interpreter python, Optional<Sandbox> sandbox, Path scratch)
            throws IOException {
        String envInside = sandbox.isPresent() ? Sandbox.ENVIRONMENT : env.toString();
        String wheelsInside = sandbox.isPresent() ? Sandbox.WHEELS : wheels.toString();
        String pip =
                sandbox.isPresent() ? Sandbox.PROGRAMS + "/pip" : python.pip().toString();
        List<String> program = new ArrayList<>(List.of(
                python.program().toString(),
                "-I",
                wheelsInside + "/install.py",
                envInside,
                wheelsInside,
                pip,
                empty ? "empty" : ""));
        Map<String, String> variables = new LinkedHashMap<>();
        if (sandbox.isPresent()) {
            List<Sandbox.Mount> mounts = List.of(
                    new Sandbox.Mount(env, envInside, true),
                    new Sandbox.Mount(wheels, wheelsInside, false),
                    new Sandbox.Mount(python.pip(), pip, false));
            program = sandbox.get().argv(Conditions.STANDARD, python, mounts, DISK, false, program);
        } else {
            variables.putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", scratch.toString(), "LC_ALL", "C.UTF-8"));
        }
        try {
            Finished done = Processes.run(new Command(program, variables, scratch, PATIENCE, 16 << 20), new byte[0]);
            if (done.exit() != 0) {
                String said = Tail.of(done.errText().isBlank() ? done.outText() : done.errText(), 12);
                if (said.startsWith("bwrap: ")) {
                    throw Sandbox.none(
                            said,
                            "let this user have user namespaces (sysctl kernel.unprivileged_userns_clone, AppArmor),"
                                    + " or run as root");
                }
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the build requirements cannot be installed",
                        said,
                        "where a wheel does not fit this Python or machine, lock for it: waag build --relock");
            }
        } catch (ProcessException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the build requirements cannot be installed: " + e.getMessage(),
                    "their files could not be written, or were removed meanwhile",
                    "try again");
        }
    }
}
