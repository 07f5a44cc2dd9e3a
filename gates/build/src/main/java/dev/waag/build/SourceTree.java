package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is built.
 *
 * @param folder absolute
 * @param files relative, sorted: in a git checkout those that git knows or would add, else all but the leftovers of tools
 * @param commit that is checked out
 * @param uncommitted files that differ from the commit; empty without a commit
 * @param epoch the source's time in seconds since 1970: the commit's, else that of {@code SOURCE_DATE_EPOCH}, else a fixed one
 * @param origin where the repository came from
 * @param apart files that git knows and the build does not see: the lock, what lies where the distributions go
 * @param stated variables of the caller that state the version, for projects that take it from git
 * @param repository what the backend may ask git, once it was made
 */
record SourceTree(
        Path folder,
        List<String> files,
        Optional<String> commit,
        List<String> uncommitted,
        long epoch,
        Optional<String> origin,
        Set<String> apart,
        Map<String, String> stated,
        Optional<Repository> repository) {
    /** 2020-01-01T00:00:00Z: later than 1980, where the times of zip files begin. */
    private static final long FIXED = 1_577_836_800L;

    private static final Set<String> LEFTOVERS =
            Set.of(".git", ".hg", ".svn", "__pycache__", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache");

    /** Variables by which a caller states the version: setuptools-scm's (hatch-vcs has the same), pdm-backend's, pbr's, poetry-dynamic-versioning's, uv-dynamic-versioning's. */
    private static final Pattern STATING = Pattern.compile(
            "(SETUPTOOLS_SCM|VCS_VERSIONING)_PRETEND_(VERSION|METADATA)(_FOR_[A-Z0-9_]+)?"
                    + "|PDM_BUILD_SCM_VERSION|PBR_VERSION|POETRY_DYNAMIC_VERSIONING_BYPASS|UV_DYNAMIC_VERSIONING_BYPASS");

    SourceTree {
        files = List.copyOf(files);
        uncommitted = List.copyOf(uncommitted);
        apart = Set.copyOf(apart);
        stated = Map.copyOf(stated);
    }

    /** @param apart folders and files that are no part of the source: where the distributions go, the lock */
    static SourceTree read(Path folder, Collection<Path> apart, Map<String, String> environment) {
        try {
            Path real = folder.toRealPath();
            Git git = new Git(real, environment);
            Optional<String> head = git.head();
            Set<String> files = new TreeSet<>();
            Set<String> unseen = new HashSet<>();
            for (String f : head.isPresent() ? git.files() : walk(real)) {
                Path path = real.resolve(f);
                if (isApart(path, apart)) {
                    unseen.add(f);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(path)) {
                    files.add(f);
                }
            }
            if (head.isEmpty()) {
                return new SourceTree(
                        real,
                        List.copyOf(files),
                        head,
                        List.of(),
                        epoch(environment),
                        Optional.empty(),
                        Set.of(),
                        stated(environment),
                        Optional.empty());
            }
            Set<String> uncommitted = new LinkedHashSet<>();
            for (String f : git.changes()) {
                if (!isApart(real.resolve(f), apart)) {
                    uncommitted.add(f);
                }
            }
            return new SourceTree(
                    real,
                    List.copyOf(files),
                    head,
                    List.copyOf(uncommitted),
                    git.time(head.get()),
                    git.origin(),
                    unseen,
                    stated(environment),
                    Optional.empty());
        } catch (IOException e) {
            throw new UserException(
                    Exit.USAGE,
                    "the source cannot be read: " + e.getMessage(),
                    "files are missing, or not yours to read",
                    "see that " + folder + " is there and yours to read");
        }
    }

    /** The same as of another time. */
    SourceTree at(long time) {
        return new SourceTree(folder, files, commit, uncommitted, time, origin, apart, stated, repository);
    }

    /** The same with what an earlier build's environment says of the version. */
    SourceTree stating(Map<String, String> environment) {
        return new SourceTree(
                folder, files, commit, uncommitted, epoch, origin, apart, stated(environment), repository);
    }

    /** The same with what the backend may ask git. */
    SourceTree with(Optional<Repository> clone) {
        return new SourceTree(folder, files, commit, uncommitted, epoch, origin, apart, stated, clone);
    }

    private static Map<String, String> stated(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (STATING.matcher(name).matches()) {
                all.put(name, value);
            }
        });
        return all;
    }

    Optional<Boolean> dirty() {
        return commit.map(c -> !uncommitted.isEmpty());
    }

    private static long epoch(Map<String, String> environment) {
        String text = environment.getOrDefault("SOURCE_DATE_EPOCH", "").strip();
        if (text.isEmpty()) {
            return FIXED;
        }
        if (!text.matches("\\d{1,11}")) {
            throw new UserException(
                    Exit.USAGE,
                    "SOURCE_DATE_EPOCH is '" + text + "', which is no time",
                    "it is not a whole number of seconds",
                    "write seconds since 1970, or leave it unset");
        }
        return Long.parseLong(text);
    }

    private static boolean isApart(Path path, Collection<Path> apart) {
        return apart.stream().anyMatch(path::startsWith);
    }

    private static List<String> walk(Path root) throws IOException {
        List<String> all = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean skip = !dir.equals(root)
                        && (LEFTOVERS.contains(String.valueOf(dir.getFileName()))
                                || Files.exists(dir.resolve("pyvenv.cfg")));
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.toString().endsWith(".pyc")) {
                    all.add(root.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }

    /** Of names, kinds and contents of all files: the same for the same source, wherever it lies. */
    Sha256 digest() {
        MessageDigest all = Sha256.digest();
        try {
            for (String f : files) {
                Path path = folder.resolve(f);
                String kind;
                Sha256 content;
                if (Files.isSymbolicLink(path)) {
                    kind = "link";
                    content = Sha256.of(Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8));
                } else {
                    kind = Files.isExecutable(path) ? "program" : "file";
                    content = Sha256.of(Files.readAllBytes(path));
                }
                all.update((kind + " " + content.hex() + " " + f + "\0").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.ofDigest(all.digest());
    }
}
