package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What git says of a folder. */
final class Git {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX = 256 << 20;

    private final Path folder;
    private final Map<String, String> environment;

    Git(Path folder, Map<String, String> environment) {
        this.folder = folder;
        Map<String, String> e = new LinkedHashMap<>();
        e.put("PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"));
        e.put("HOME", environment.getOrDefault("HOME", "/"));
        e.put("LC_ALL", "C");
        e.put("GIT_OPTIONAL_LOCKS", "0");
        e.put("GIT_TERMINAL_PROMPT", "0");
        this.environment = e;
    }

    /** The commit that is checked out; empty where the folder is no part of a repository with one, or git is not here. */
    Optional<String> head() {
        return ask("rev-parse", "--verify", "-q", "HEAD^{commit}").map(String::strip);
    }

    /** When a commit was made by its committer, in seconds since 1970. */
    long time(String commit) {
        return Long.parseLong(must("show", "-s", "--format=%ct", commit).strip());
    }

    /** Changed and unknown files below the folder, relative to it; ignored ones are not among them. */
    List<String> changes() {
        List<String> all = new ArrayList<>();
        String[] fields = must("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", ".")
                .split("\0");
        String prefix = must("rev-parse", "--show-prefix").strip();
        for (String f : fields) {
            if (f.length() > 3) {
                String path = f.substring(3);
                all.add(path.startsWith(prefix) ? path.substring(prefix.length()) : path);
            }
        }
        return all;
    }

    /** Known files, submodules' included, and unknown ones that are not ignored, relative to the folder. */
    List<String> files() {
        List<String> all = new ArrayList<>();
        split(must("ls-files", "-z", "--cached", "--recurse-submodules", "--", "."), all);
        split(must("ls-files", "-z", "--others", "--exclude-standard", "--", "."), all);
        return all;
    }

    /** Files that differ between two commits, relative to the folder; empty where git does not know one of them. */
    Optional<List<String>> changed(String from, String to) {
        return ask("diff", "--name-only", "-z", "--no-renames", "--relative", from, to, "--")
                .map(text -> {
                    List<String> all = new ArrayList<>();
                    split(text, all);
                    return all;
                });
    }

    /** Where the repository was cloned from, credentials left out. */
    Optional<String> origin() {
        return ask("config", "--get", "remote.origin.url").map(String::strip).filter(s -> !s.isEmpty());
    }

    private static void split(String text, List<String> into) {
        for (String s : text.split("\0")) {
            if (!s.isEmpty() && !into.contains(s)) {
                into.add(s);
            }
        }
    }

    private Optional<String> ask(String... args) {
        try {
            Finished done = run(args);
            return done.exit() == 0 ? Optional.of(done.outText()) : Optional.empty();
        } catch (ProcessException.NotStarted e) {
            return Optional.empty();
        } catch (ProcessException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private String must(String... args) {
        try {
            Finished done = run(args);
            if (done.exit() == 0) {
                return done.outText();
            }
            throw failed("git " + args[0] + ": " + done.errText().strip());
        } catch (ProcessException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private Finished run(String... args) throws ProcessException {
        List<String> argv = new ArrayList<>(List.of("git", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false"));
        argv.addAll(List.of(args));
        return Processes.run(new Command(argv, environment, folder, PATIENCE, MAX), new byte[0]);
    }

    private UserException failed(String what) {
        return new UserException(
                Exit.INCOMPLETE,
                "git does not say what there is to build: " + what,
                "",
                "see `git status` in " + folder);
    }
}
