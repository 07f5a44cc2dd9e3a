package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.process.Ceiling;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.Measured;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs hooks of a project's backend, in the sandbox or without one, within what time is left. */
final class Session {
    private static final String PATHS = Sandbox.ENVIRONMENT + "/bin:/usr/local/bin:/usr/bin:/bin";

    private final Optional<Sandbox> sandbox;
    private final Interpreter python;
    private final BuildLimits limits;
    private final Path scratch;
    private final Path programs;
    private Duration left;

    /** @param scratch a folder of ours */
    Session(Optional<Sandbox> sandbox, Interpreter python, BuildLimits limits, Path scratch) throws IOException {
        this.sandbox = sandbox;
        this.python = python;
        this.limits = limits;
        this.scratch = scratch;
        this.left = limits.time();
        this.programs = Scratch.readable(Files.createDirectories(scratch.resolve("programs")));
        for (String name : List.of("driver.py", "hook.py")) {
            try (InputStream in = Objects.requireNonNull(Session.class.getResourceAsStream(name))) {
                Scratch.readable(Files.write(programs.resolve(name), in.readAllBytes()));
            }
        }
    }

    /** The variables that hooks have. */
    static Map<String, String> environment(Conditions c, SourceTree source) {
        return environment(c, source, PATHS);
    }

    private static Map<String, String> environment(Conditions c, SourceTree source, String paths) {
        Map<String, String> all = c.environment(source.epoch(), paths);
        all.putAll(source.stated());
        return all;
    }

    /**
     * What hooks run on.
     *
     * @param source what it comes from
     * @param tar the files
     * @param repository what there is to ask git; the files are its checkout then
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record On(SourceTree source, byte[] tar, Optional<Repository> repository) {}

    /**
     * Runs hooks one after another, each in a process of its own, on one copy of the source.
     *
     * @param environment the folder of the build environment
     * @throws UserException (incomplete) where a hook fails, or a limit is met
     */
    HookRun run(PyProject project, On on, Path environment, Conditions conditions, List<String> hooks) {
        try {
            return sandbox.isPresent()
                    ? inside(sandbox.get(), project, on, environment, conditions, hooks)
                    : outside(project, on, environment, conditions, hooks);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the build failed: " + e.getMessage(),
                    "its sandbox ended, or could not be written to",
                    "see that this machine's disk and memory suffice");
        }
    }

    private HookRun inside(Sandbox box, PyProject project, On on, Path env, Conditions c, List<String> hooks)
            throws IOException {
        Map<String, Object> job =
                job(project, on, c, hooks, c.source(), c.home(), "/build/out", Sandbox.ENVIRONMENT, Sandbox.PROGRAMS);
        job.put("isolated", true);
        if (box.asRoot()) {
            job.put("uid", c.uid());
            job.put("gid", c.uid());
        }
        job.put("env", environment(c, on.source()));
        List<Sandbox.Mount> mounts = new ArrayList<>();
        mounts.add(new Sandbox.Mount(env, Sandbox.ENVIRONMENT, false));
        mounts.add(new Sandbox.Mount(programs, Sandbox.PROGRAMS, false));
        on.repository().ifPresent(r -> {
            mounts.add(new Sandbox.Mount(r.folder(), Sandbox.REPOSITORY, false));
            job.put("repository", Sandbox.REPOSITORY);
        });
        List<String> argv = box.argv(
                c,
                python,
                mounts,
                limits.disk(),
                true,
                List.of(python.program().toString(), "-I", "-S", Sandbox.PROGRAMS + "/driver.py"));
        return finish(argv, job, on.tar());
    }

    private HookRun outside(PyProject project, On on, Path env, Conditions c, List<String> hooks) throws IOException {
        Path place = Files.createTempDirectory(scratch, "open-");
        Map<String, Object> job = job(
                project,
                on,
                c,
                hooks,
                place.resolve("source").toString(),
                place.resolve("home").toString(),
                place.resolve("out").toString(),
                env.toString(),
                programs.toString());
        job.put("isolated", false);
        on.repository().ifPresent(r -> job.put("repository", r.folder().toString()));
        Map<String, String> variables =
                environment(c, on.source(), env.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", place.resolve("home").toString());
        variables.put("TMPDIR", Files.createDirectories(place.resolve("tmp")).toString());
        job.put("env", variables);
        return finish(
                List.of(
                        python.program().toString(),
                        "-I",
                        "-S",
                        programs.resolve("driver.py").toString()),
                job,
                on.tar());
    }

    private Map<String, Object> job(
            PyProject project,
            On on,
            Conditions c,
            List<String> hooks,
            String source,
            String home,
            String out,
            String environment,
            String programs) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("backend", project.backend());
        job.put("path", project.backendPath());
        job.put("hooks", hooks);
        job.put("top", source);
        job.put("source", source + "/" + on.repository().map(Repository::prefix).orElse(""));
        job.put("home", home);
        job.put("scratch", out);
        job.put("python", environment + "/bin/python");
        job.put("hook", programs + "/hook.py");
        job.put("epoch", on.source().epoch());
        job.put("umask", c.umask());
        job.put("cpus", c.cpus());
        job.put("limits", Map.of("memory", limits.memory(), "processes", limits.processes(), "disk", limits.disk()));
        return job;
    }

    private HookRun finish(List<String> argv, Map<String, Object> job, byte[] source) {
        byte[] header = Json.MAPPER.writeValueAsBytes(job);
        ByteArrayOutputStream in = new ByteArrayOutputStream(8 + header.length + source.length);
        in.writeBytes(ByteBuffer.allocate(8).putLong(header.length).array());
        in.writeBytes(header);
        in.writeBytes(source);
        if (!left.isPositive()) {
            throw met("time", Verdict.words(limits, "time"), "");
        }
        try {
            Measured done = Processes.run(
                    new Command(argv, Map.of(), scratch, left, BuildLimits.OUTPUT),
                    in.toByteArray(),
                    new Ceiling(limits.processes() + Verdict.OUR_OWN, limits.memory()));
            left = left.minus(done.wall());
            return judged(done);
        } catch (ProcessException.TimedOut e) {
            throw met("time", Verdict.words(limits, "time"), e.before().errText());
        } catch (ProcessException.OverCeiling e) {
            throw met(e.limit(), Verdict.words(limits, e.limit()), e.before().errText());
        } catch (ProcessException.TooMuchOutput e) {
            throw met("output", BuildLimits.OUTPUT + " bytes", "");
        } catch (ProcessException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the build did not start: " + e.getMessage(),
                    "the sandbox could not be set up",
                    "see that bubblewrap runs on this machine");
        }
    }

    private HookRun judged(Measured done) {
        Finished f = done.finished();
        String log = f.errText();
        Frames frames;
        try {
            frames = Frames.parse(f.out());
        } catch (IOException e) {
            throw new Verdict(limits, done, log).broken(String.valueOf(e.getMessage()));
        }
        Verdict verdict = new Verdict(limits, done, log);
        if (!frames.ended() || frames.failed().isPresent() || frames.refused().isPresent()) {
            throw verdict.failed(frames);
        }
        HookRun.Used used = new HookRun.Used(
                done.wall(),
                frames.cpuSeconds(),
                done.memory(),
                Math.max(0, done.processes() - Verdict.OUR_OWN),
                frames.diskUsed());
        return new HookRun(frames.answers(), frames.made(), frames.tried(), used, log);
    }

    private UserException met(String limit, String value, String log) {
        return Verdict.met(limit, value, log);
    }
}
