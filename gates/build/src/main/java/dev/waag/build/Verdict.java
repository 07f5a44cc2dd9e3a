package dev.waag.build;

import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.Measured;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says why a build failed: a limit, the network, or what it says itself. */
record Verdict(BuildLimits limits, Measured done, String log) {
    /** Processes and threads of ours beside those of the build: bubblewrap, the driver with its threads. */
    static final int OUR_OWN = 8;

    private static final int LINES = 25;
    /** Less than this free at some moment: whoever wanted to write more than that could not. */
    private static final long FULL = 1 << 20;

    private static final Pattern NO_MEMORY = Pattern.compile(
            "\\bMemoryError\\b|Cannot allocate memory|bad_alloc|virtual memory exhausted|out of memory",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_PROCESS =
            Pattern.compile("Resource temporarily unavailable|can't start new thread|Cannot fork|fork: retry");
    private static final Pattern NO_VERSION = Pattern.compile(
            "unable to detect version for|Cannot find the version from SCM|Versioning for this project requires either");
    private static final Pattern NO_MODULE =
            Pattern.compile("(?m)^ModuleNotFoundError: No module named '([\\w.]+)'\\s*\\z");
    private static final Pattern NO_SPACE = Pattern.compile("No space left on device|File too large");

    UserException broken(String why) {
        return new UserException(
                Exit.INCOMPLETE,
                "the build failed: " + why,
                said(),
                "run it again; the build's own output stands above");
    }

    UserException failed(Frames frames) {
        Optional<String> limit = limit(frames);
        if (limit.isPresent()) {
            return met(limit.get(), words(limits, limit.get()), log);
        }
        String what = frames.failed()
                .or(() -> frames.refused().map(r -> r.step() + ": " + r.why()))
                .orElse(
                        done.finished().exit() > 128
                                ? "its driver was ended by signal "
                                        + (done.finished().exit() - 128)
                                : "its driver ended with exit code "
                                        + done.finished().exit());
        if (!frames.tried().isEmpty()) {
            return new UserException(
                    Exit.INCOMPLETE,
                    "the build failed: it tried to reach " + tried(frames.tried())
                            + ", and there is no network in a build",
                    what + "\n    " + said(),
                    "what a build needs must be in its source or among its build requirements");
        }
        boolean output =
                frames.refused().filter(r -> r.step().startsWith("build_")).isPresent();
        return new UserException(
                output ? Exit.FINDINGS : Exit.INCOMPLETE,
                output ? "what the build made is refused: " + what : "the build failed: " + what,
                said(),
                remedy());
    }

    /** Backends that need to know the version, or the files, from git say so in words of their own. */
    private String remedy() {
        if (log.contains("Dist currently only works with Git")) {
            return "meson makes sdists only from a git checkout: build from one, or make this folder one";
        }
        Matcher module = NO_MODULE.matcher(log);
        if (module.find()) {
            return "name the project that has the module '" + module.group(1)
                    + "' in build-system.requires of pyproject.toml, then lock anew: waag build --relock";
        }
        return NO_VERSION.matcher(log).find()
                ? "its version comes from git: build from a git checkout, or from an sdist, or state it"
                        + " (SETUPTOOLS_SCM_PRETEND_VERSION, PDM_BUILD_SCM_VERSION, PBR_VERSION)"
                : "mend what it says";
    }

    private String said() {
        String said = Tail.of(log, LINES);
        return said.isEmpty() ? "it does not say why" : said;
    }

    static String tried(List<HookRun.Tried> tried) {
        return tried.stream().distinct().limit(5).map(HookRun.Tried::toString).collect(Collectors.joining(", "))
                + (tried.size() > 5 ? " and others" : "");
    }

    private Optional<String> limit(Frames frames) {
        int errno = frames.refused().map(Frames.Refused::errno).orElse(0);
        if (errno == 28 || frames.diskFree() < FULL || NO_SPACE.matcher(log).find()) {
            return Optional.of("disk");
        }
        if (errno == 11
                || done.processes() >= limits.processes()
                || NO_PROCESS.matcher(log).find()) {
            return Optional.of("processes");
        }
        if (errno == 12 || NO_MEMORY.matcher(log).find()) {
            return Optional.of("memory");
        }
        return Optional.empty();
    }

    static String words(BuildLimits limits, String limit) {
        return switch (limit) {
            case "time" -> Durations.words(limits.time());
            case "processes" -> Integer.toString(limits.processes());
            case "memory" -> size(limits.memory());
            default -> size(limits.disk());
        };
    }

    private static String size(long bytes) {
        return bytes % (1L << 30) == 0
                ? (bytes >> 30) + " GiB"
                : bytes % (1L << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }

    static UserException met(String limit, String value, String log) {
        String said = Tail.of(log, LINES);
        String option = limit.equals("time") ? "--timeout" : "--" + limit;
        return new UserException(
                Exit.INCOMPLETE,
                "the build was ended: it met the limit of " + limit + " (" + value + ")",
                said.isEmpty() ? "it printed nothing" : said,
                limit.equals("output") ? "let it print less" : "where it needs more, give it more: " + option);
    }
}
