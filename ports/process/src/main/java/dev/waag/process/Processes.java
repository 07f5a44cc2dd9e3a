package dev.waag.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs other programs. */
public final class Processes {
    /** How long the pipes of a program that has ended may stay open in the hands of its children before those are killed. */
    private static final long GRACE_MILLIS = 200;
    /** How long what is left in the pipes may take to read once nobody writes to them any more. */
    private static final long LAST_WORDS_MILLIS = 10_000;

    private static final Set<ProcessTree> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // In a session of their own, programs do not get the terminal's interrupt: they end with us.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ProcessTree::kill), "end-processes"));
    }

    private Processes() {}

    /**
     * Runs a command to its end and returns what it wrote.
     *
     * @param stdin what it reads on standard input, which then ends
     * @throws ProcessException where it did not start, or was killed: it took too long, wrote too much, or the caller was
     *     interrupted (the interrupt is set again)
     */
    public static Finished run(Command c, byte[] stdin) throws ProcessException {
        return run(c, stdin, Optional.empty()).finished();
    }

    /**
     * As {@link #run(Command, byte[])}, looking several times a second at what the program and all that it starts take.
     *
     * @throws ProcessException.OverCeiling where that was more than it may, in which case it was killed; a program that takes a lot for
     *     less than a moment is not seen
     */
    public static Measured run(Command c, byte[] stdin, Ceiling ceiling) throws ProcessException {
        return run(c, stdin, Optional.of(ceiling));
    }

    private static Measured run(Command c, byte[] stdin, Optional<Ceiling> ceiling) throws ProcessException {
        Optional<Path> starter = ProcessTree.sessionStarter();
        Process process = start(c, starter);
        ProcessTree tree = new ProcessTree(process, starter.isPresent());
        RUNNING.add(tree);
        long started = System.nanoTime();
        Optional<Meter> meter = ceiling.map(l -> new Meter(c.name(), tree, process.toHandle(), l));
        Drain out = new Drain(c.name() + " stdout", process.getInputStream(), c.maxOutput(), tree::kill);
        Drain err = new Drain(c.name() + " stderr", process.getErrorStream(), c.maxOutput(), tree::kill);
        Thread.ofPlatform().daemon().name(c.name() + " stdin").start(() -> feed(process.getOutputStream(), stdin));
        try {
            boolean ended = process.waitFor(c.timeout().toNanos(), TimeUnit.NANOSECONDS);
            if (ended) {
                out.await(GRACE_MILLIS);
                err.await(GRACE_MILLIS);
            }
            Duration wall = Duration.ofNanos(System.nanoTime() - started);
            tree.kill();
            boolean allRead = out.await(LAST_WORDS_MILLIS) && err.await(LAST_WORDS_MILLIS);
            if (out.overflowed() || err.overflowed()) {
                throw new ProcessException.TooMuchOutput(c.name(), c.maxOutput());
            }
            Optional<String> exceeded = meter.flatMap(Meter::exceeded);
            if (exceeded.isPresent()) {
                throw new ProcessException.OverCeiling(
                        c.name(), exceeded.get(), new Finished(-1, out.bytes(), err.bytes()));
            }
            if (!ended || !allRead) {
                throw new ProcessException.TimedOut(c.name(), c.timeout(), new Finished(-1, out.bytes(), err.bytes()));
            }
            return new Measured(
                    new Finished(process.exitValue(), out.bytes(), err.bytes()),
                    wall,
                    meter.map(Meter::processes).orElse(0),
                    meter.map(Meter::memory).orElse(0L),
                    meter.map(Meter::resident).orElse(0L));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessException.Interrupted(c.name(), e);
        } finally {
            meter.ifPresent(Meter::stop);
            tree.kill();
            RUNNING.remove(tree);
        }
    }

    /** The program's path, looked for on our own {@code PATH}. */
    public static Optional<Path> find(String program) {
        return find(program, System.getenv());
    }

    /** The program's path, looked for on the {@code PATH} of an environment; empty and relative folders of it are passed over. */
    public static Optional<Path> find(String program, Map<String, String> environment) {
        if (program.indexOf('/') >= 0) {
            return executable(program);
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (folder.startsWith("/")) {
                Optional<Path> found = executable(folder + "/" + program);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> executable(String path) {
        try {
            return Optional.of(Path.of(path)).filter(p -> Files.isRegularFile(p) && Files.isExecutable(p));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Process start(Command c, Optional<Path> starter) throws ProcessException {
        String program = c.argv().getFirst();
        Map<String, String> paths = c.environment().containsKey("PATH") ? c.environment() : System.getenv();
        Path resolved = find(
                        program.indexOf('/') > 0
                                ? c.directory().resolve(program).toString()
                                : program,
                        paths)
                .orElseThrow(() -> new ProcessException.NotStarted(c.name(), "no such program on PATH", null));
        List<String> argv = new ArrayList<>();
        starter.ifPresent(s -> argv.add(s.toString()));
        argv.add(resolved.toAbsolutePath().toString());
        argv.addAll(c.argv().subList(1, c.argv().size()));
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(c.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(c.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProcessException.NotStarted(c.name(), String.valueOf(e.getMessage()), e);
        }
    }

    private static void feed(OutputStream to, byte[] stdin) {
        try (to) {
            to.write(stdin);
        } catch (IOException e) {
            // A program may end without reading what it was given.
            return;
        }
    }
}
