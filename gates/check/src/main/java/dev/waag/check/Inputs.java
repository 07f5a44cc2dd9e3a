package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.lock.Direct;
import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.LockLimits;
import dev.waag.lock.Locks;
import dev.waag.lock.Manifest;
import dev.waag.lock.ManifestKind;
import dev.waag.lock.Manifests;
import dev.waag.lock.Pin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds and reads what there is to judge: the files that were named, the locks and manifests of a folder and of those below it
 * ({@link Folders}), and the wheels of the folder itself. A manifest beside the lock that follows from it is what that lock is compared with;
 * one that no lock covers is judged itself.
 */
final class Inputs {
    private final LockContext context;
    private final List<LockFile> locks = new ArrayList<>();
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Path> wheels = new ArrayList<>();
    private final Set<Path> seen = new LinkedHashSet<>();
    /** Those that a folder was searched for, and that nobody named. */
    private final Set<LockFile> found = new LinkedHashSet<>();

    private final List<PathMatcher> excluded;

    /** A lock and the manifest that it should follow from. */
    record Pair(Manifest manifest, LockFile lock) {}

    /** @param excluded globs of files and folders that are passed over where a folder is searched */
    Inputs(Map<String, String> environment, List<PathMatcher> excluded) {
        this.excluded = List.copyOf(excluded);
        this.context = new LockContext(Inputs::other, environment, LockLimits.DEFAULT);
    }

    LockContext context() {
        return context;
    }

    List<LockFile> locks() {
        return locks;
    }

    /** Those without a lock. */
    List<Manifest> manifests() {
        return manifests;
    }

    List<Pair> pairs() {
        return pairs;
    }

    List<Path> wheels() {
        return wheels;
    }

    /**
     * A requirements file may be empty, other locks say by their form that they are whole: where nothing but empty ones was found, nothing
     * was judged.
     *
     * @throws UserException (incomplete) where that is so
     */
    void demandSomething() {
        boolean nothing = manifests.isEmpty()
                && wheels.isEmpty()
                && pairs.isEmpty()
                && locks.stream()
                        .allMatch(l -> l.kind() == LockKind.REQUIREMENTS
                                && l.pins().isEmpty()
                                && l.folders().isEmpty()
                                && l.unnamed().isEmpty()
                                && l.constraints().isEmpty());
        if (nothing && !locks.isEmpty()) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "nothing to judge: " + locks.getFirst().file() + " asks for nothing",
                    "it is empty, or holds only comments",
                    "name the lock that is installed from");
        }
    }

    /** @throws UserException (incomplete) where the path is not there, cannot be read, or holds nothing that can be judged */
    void add(Path path) {
        if (!Files.exists(path)) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "there is no " + path,
                    "the path is wrong",
                    "name a lock, a manifest, a wheel or the folder of a project");
        }
        if (Files.isDirectory(path)) {
            folder(path);
        } else {
            file(path);
        }
    }

    private void folder(Path folder) {
        int before = seen.size();
        List<Path> files = new ArrayList<>();
        for (Path each : Folders.of(folder, excluded)) {
            files(each).stream()
                    .filter(f -> !Folders.matches(excluded, folder, f))
                    .forEach(files::add);
        }
        int locksBefore = locks.size();
        for (Path file : files) {
            lockKind(file).ifPresent(kind -> lock(file, kind));
        }
        found.addAll(locks.subList(locksBefore, locks.size()));
        for (Path file : files) {
            Optional<ManifestKind> kind = manifestKind(file);
            if (kind.isPresent() && !hasLock(file, kind.get()) && !isMember(file)) {
                manifest(file, kind.get());
            } else if (name(file).endsWith(".whl") && parent(file).equals(folder) && seen.add(file)) {
                wheels.add(file);
            }
        }
        if (seen.size() == before) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "nothing to judge in " + (folder.toString().isEmpty() ? "this folder" : folder),
                    "it and the folders below it hold no lock, no manifest with requirements and no wheel",
                    "name the folder of a project, or the file itself");
        }
        withoutConstraints();
    }

    /** In a folder {@code requirements/} every text is a requirements file, whatever it is called. */
    private static Optional<LockKind> lockKind(Path file) {
        Optional<LockKind> kind = LockKind.of(name(file));
        return kind.isEmpty()
                        && parent(file).endsWith("requirements")
                        && name(file).endsWith(".txt")
                ? Optional.of(LockKind.REQUIREMENTS)
                : kind;
    }

    private static Optional<ManifestKind> manifestKind(Path file) {
        Optional<ManifestKind> kind = ManifestKind.of(name(file));
        return kind.isEmpty()
                        && parent(file).endsWith("requirements")
                        && name(file).endsWith(".in")
                ? Optional.of(ManifestKind.REQUIREMENTS_IN)
                : kind;
    }

    /** Whether a lock names the manifest's folder as a project of its own, such as a member of uv's workspace: its requirements are in that lock. */
    private boolean isMember(Path manifest) {
        Path folder = parent(manifest).normalize();
        for (LockFile lock : locks) {
            for (Pin pin : lock.folders()) {
                try {
                    if (parent(Path.of(lock.file()))
                            .resolve(pin.source().location())
                            .normalize()
                            .equals(folder)) {
                        return true;
                    }
                } catch (InvalidPathException e) {
                    // a folder of another system is none of ours
                }
            }
        }
        return false;
    }

    /** A constraints file that a lock takes in asks for nothing itself: what it pins is judged where it is asked for. */
    private void withoutConstraints() {
        Set<String> constraining = new HashSet<>();
        locks.forEach(
                l -> l.constraints().forEach(c -> constraining.add(c.place().file())));
        locks.removeIf(l -> found.contains(l) && constraining.contains(l.file()));
    }

    private void file(Path file) {
        String name = name(file);
        Optional<LockKind> lock = LockKind.of(name);
        Optional<ManifestKind> manifest = ManifestKind.of(name);
        if (lock.isPresent()) {
            lock(file, lock.get());
        } else if (manifest.isPresent()) {
            manifest(file, manifest.get());
        } else if (name.endsWith(".whl")) {
            seen.add(file);
            wheels.add(file);
        } else if (name.endsWith(".txt")) {
            requirements(file);
        } else if (name.endsWith(".in")) {
            manifest(file, ManifestKind.REQUIREMENTS_IN);
        } else {
            throw new UserException(
                    Exit.INCOMPLETE,
                    file + " is nothing that can be judged",
                    "its name is that of no lock, manifest or wheel",
                    "name a requirements file (.txt), poetry.lock, uv.lock, pdm.lock, Pipfile.lock, pylock.toml, pyproject.toml, a wheel or a folder");
        }
    }

    private void requirements(Path file) {
        lock(file, LockKind.REQUIREMENTS);
    }

    private void lock(Path file, LockKind kind) {
        if (!seen.add(file)) {
            return;
        }
        try {
            LockFile lock = Locks.read(kind, shown(file), read(file), context);
            Optional<Path> source = manifestOf(file, kind);
            if (source.isPresent()) {
                Manifest manifest = Manifests.read(
                        ManifestKind.of(name(source.get())).orElse(ManifestKind.REQUIREMENTS_IN),
                        shown(source.get()),
                        read(source.get()),
                        context);
                lock = lock.directKnown() || manifest.isDynamic() ? lock : lock.withDirect(manifest.directNames());
                pairs.add(new Pair(manifest, lock));
            }
            locks.add(lock);
        } catch (LockException e) {
            throw broken(e);
        }
    }

    private void manifest(Path file, ManifestKind kind) {
        if (!seen.add(file)) {
            return;
        }
        try {
            Manifest manifest = Manifests.read(kind, shown(file), read(file), context);
            List<Direct> asked = manifest.requirements();
            // a pyproject.toml of settings only, or a setup.cfg of some other tool, has nothing to judge
            if (!asked.isEmpty() || !manifest.unnamed().isEmpty() || kind == ManifestKind.REQUIREMENTS_IN) {
                manifests.add(manifest);
            } else {
                seen.remove(file);
            }
        } catch (LockException e) {
            throw broken(e);
        }
    }

    private static boolean hasLock(Path manifest, ManifestKind kind) {
        return switch (kind) {
            case PYPROJECT -> files(parent(manifest)).stream().anyMatch(f -> isLockOf(f, manifest));
            case PIPFILE -> Files.exists(parent(manifest).resolve("Pipfile.lock"));
            case REQUIREMENTS_IN -> Files.exists(sibling(manifest, ".txt"));
            case SETUP_CFG -> Files.exists(parent(manifest).resolve("pyproject.toml"));
        };
    }

    private static boolean isLockOf(Path file, Path pyproject) {
        Optional<LockKind> kind = LockKind.of(name(file));
        return kind.isPresent()
                && switch (kind.get()) {
                    case PIPENV -> false;
                    case REQUIREMENTS -> CompiledBy.read(file).from(name(pyproject));
                    default -> true;
                };
    }

    private static Optional<Path> manifestOf(Path lock, LockKind kind) {
        Path manifest = switch (kind) {
            case POETRY, UV, PDM, PYLOCK -> parent(lock).resolve("pyproject.toml");
            case PIPENV -> parent(lock).resolve("Pipfile");
            case REQUIREMENTS -> sibling(lock, ".in");
        };
        Path pyproject = parent(lock).resolve("pyproject.toml");
        if (kind == LockKind.REQUIREMENTS
                && !Files.isRegularFile(manifest)
                && Files.isRegularFile(pyproject)
                && CompiledBy.read(lock).from("pyproject.toml")) {
            manifest = pyproject;
        }
        return Files.isRegularFile(manifest) ? Optional.of(manifest) : Optional.empty();
    }

    private static Path sibling(Path file, String extension) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        return parent(file).resolve((dot < 0 ? name : name.substring(0, dot)) + extension);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** As the user named it, with slashes, {@code ./} left out. */
    static String shown(Path file) {
        return file.normalize().toString().replace('\\', '/');
    }

    private static List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            all.forEach(files::add);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    folder + " cannot be read: " + e.getMessage(),
                    "its permissions, or its disk",
                    "run it as somebody who may read it");
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    static byte[] read(Path file) {
        try {
            long size = Files.size(file);
            if (size > LockLimits.DEFAULT.bytes()) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        file + " has " + size + " bytes, more than the " + LockLimits.DEFAULT.bytes()
                                + " that a lock or manifest may have (limit: bytes)",
                        "it is no lock, or it was made to exhaust its readers",
                        "name another file");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    file + " cannot be read: " + e,
                    "its permissions, or its disk",
                    "run it as somebody who may read it");
        }
    }

    private static Optional<byte[]> other(String path) {
        try {
            Path file = Path.of(path);
            boolean fits = Files.isRegularFile(file) && Files.size(file) <= LockLimits.DEFAULT.bytes();
            return fits ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static UserException broken(LockException e) {
        return new UserException(
                Exit.INCOMPLETE,
                String.valueOf(e.getMessage()),
                "the file is damaged, was edited by hand, or is of a format that this version does not know",
                "mend it, or make it again with its tool");
    }
}
