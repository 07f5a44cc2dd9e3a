package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What git says of a folder. */
final class Git {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX = 256 << 20;

    private final Path folder;
    private final Map<String, String> environment;

    private Git(Map<String, String> environment, Path folder) {
        this.folder = folder;
        this.environment = environment;
    }

    Git(Path folder, Map<String, String> environment) {
        this.folder = folder;
        Map<String, String> e = new LinkedHashMap<>();
        e.put("PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"));
        e.put("HOME", environment.getOrDefault("HOME", "/"));
        e.put("LC_ALL", "C");
        e.put("GIT_OPTIONAL_LOCKS", "0");
        e.put("GIT_TERMINAL_PROMPT", "0");
        e.put("GIT_NO_LAZY_FETCH", "1");
        this.environment = e;
    }

    /** Another repository, with its files in another folder. */
    Git at(Path repository, Path worktree) {
        Map<String, String> e = new LinkedHashMap<>(environment);
        e.put("GIT_DIR", repository.toString());
        e.put("GIT_WORK_TREE", worktree.toString());
        e.put("GIT_CONFIG_GLOBAL", "/dev/null");
        e.put("GIT_CONFIG_SYSTEM", "/dev/null");
        return new Git(e, worktree);
    }

    /**
     * The commit that is checked out; empty where the folder is no part of a repository with one, or git is not here.
     *
     * @throws UserException (incomplete) where git does not trust the repository, because somebody else owns it
     */
    Optional<String> head() {
        try {
            Finished done = run(new byte[0], "rev-parse", "--verify", "-q", "HEAD^{commit}");
            if (done.errText().contains("dubious ownership")) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "git does not say what there is to build: the repository of " + folder
                                + " belongs to another user",
                        "git trusts only repositories of whoever runs it",
                        "where you trust it: git config --global --add safe.directory " + folder);
            }
            return done.exit() == 0 ? Optional.of(done.outText().strip()) : Optional.empty();
        } catch (ProcessException.NotStarted e) {
            return Optional.empty();
        } catch (ProcessException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /** The checkout's top folder. */
    Path top() {
        return Path.of(must("rev-parse", "--show-toplevel").replaceFirst("\n$", ""));
    }

    /** Where the folder lies below the top, ending in a slash; empty for the top. */
    String prefix() {
        return must("rev-parse", "--show-prefix").replaceFirst("\n$", "");
    }

    boolean isShallow() {
        return must("rev-parse", "--is-shallow-repository").strip().equals("true");
    }

    /** The kind of digests that name its objects: sha1 or sha256. */
    String objects() {
        return must("rev-parse", "--show-object-format").strip();
    }

    /** The tags within a commit's history, and the object that each names. */
    Map<String, String> tags(String commit) {
        Map<String, String> all = new LinkedHashMap<>();
        must("for-each-ref", "--merged", commit, "--format=%(objectname) %(refname:strip=2)", "refs/tags")
                .lines()
                .forEach(l -> all.put(l.substring(l.indexOf(' ') + 1), l.substring(0, l.indexOf(' '))));
        return all;
    }

    /** The whole index, as {@code update-index --index-info} reads it. */
    byte[] staged() {
        return must("ls-files", "-s", "-z", "--full-name", "--", ":/").getBytes(StandardCharsets.UTF_8);
    }

    /** The names of all files that git knows, relative to the top. */
    List<String> known() {
        List<String> all = new ArrayList<>();
        split(must("ls-files", "-z", "--cached", "--full-name", "--", ":/"), all);
        return all;
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
        Set<String> seen = new HashSet<>(into);
        for (String s : text.split("\0")) {
            if (!s.isEmpty() && seen.add(s)) {
                into.add(s);
            }
        }
    }

    private Optional<String> ask(String... args) {
        try {
            Finished done = run(new byte[0], args);
            return done.exit() == 0 ? Optional.of(done.outText()) : Optional.empty();
        } catch (ProcessException.NotStarted e) {
            return Optional.empty();
        } catch (ProcessException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /** What git answers; it must succeed. */
    String must(String... args) {
        return must(new byte[0], args);
    }

    /** What git answers to this input; it must succeed. */
    String must(byte[] in, String... args) {
        try {
            Finished done = run(in, args);
            if (done.exit() == 0) {
                return done.outText();
            }
            throw failed("git " + args[args[0].equals("-c") ? 2 : 0] + ": "
                    + done.errText().strip());
        } catch (ProcessException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private Finished run(byte[] in, String... args) throws ProcessException {
        List<String> argv = new ArrayList<>(List.of("git", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false"));
        argv.addAll(List.of(args));
        return Processes.run(new Command(argv, environment, folder, PATIENCE, MAX), in);
    }

    private UserException failed(String what) {
        return new UserException(
                Exit.INCOMPLETE,
                "git does not say what there is to build: " + what,
                "the repository is damaged, or belongs to another user",
                "see `git status` in " + folder);
    }
}
