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
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds and reads what there is to judge: the files that were named, and those of a folder and of its {@code requirements/} that are locks,
 * manifests or wheels. A manifest beside the lock that follows from it is what that lock is compared with; one that has none is judged itself.
 */
final class Inputs {
    private final LockContext context;
    private final List<LockFile> locks = new ArrayList<>();
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Path> wheels = new ArrayList<>();
    private final Set<Path> seen = new LinkedHashSet<>();

    /** A lock and the manifest that it should follow from. */
    record Pair(Manifest manifest, LockFile lock) {}

    Inputs(Map<String, String> environment) {
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
        files(folder).forEach(this::known);
        Path more = folder.resolve("requirements");
        if (Files.isDirectory(more)) {
            files(more).stream().filter(f -> name(f).endsWith(".txt")).forEach(this::requirements);
            files(more).stream()
                    .filter(f -> name(f).endsWith(".in") && !Files.exists(sibling(f, ".txt")))
                    .forEach(f -> manifest(f, ManifestKind.REQUIREMENTS_IN));
        }
        if (seen.size() == before) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "nothing to judge in " + folder,
                    "it holds no lock, no manifest and no wheel",
                    "name the folder of a project, or the file itself");
        }
    }

    private void known(Path file) {
        String name = name(file);
        if (LockKind.of(name).isPresent()) {
            lock(file, LockKind.of(name).get());
        } else if (ManifestKind.of(name).isPresent()) {
            ManifestKind kind = ManifestKind.of(name).get();
            if (!hasLock(file, kind)) {
                manifest(file, kind);
            }
        } else if (name.endsWith(".whl") && seen.add(file)) {
            wheels.add(file);
        }
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
            case PYPROJECT ->
                files(parent(manifest)).stream()
                        .anyMatch(f -> LockKind.of(name(f))
                                .filter(k -> k != LockKind.REQUIREMENTS && k != LockKind.PIPENV)
                                .isPresent());
            case PIPFILE -> Files.exists(parent(manifest).resolve("Pipfile.lock"));
            case REQUIREMENTS_IN -> Files.exists(sibling(manifest, ".txt"));
            case SETUP_CFG -> Files.exists(parent(manifest).resolve("pyproject.toml"));
        };
    }

    private static Optional<Path> manifestOf(Path lock, LockKind kind) {
        Path manifest = switch (kind) {
            case POETRY, UV, PDM, PYLOCK -> parent(lock).resolve("pyproject.toml");
            case PIPENV -> parent(lock).resolve("Pipfile");
            case REQUIREMENTS -> sibling(lock, ".in");
        };
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
                                + " that a lock or manifest may have",
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
                "the file is damaged, or was edited by hand",
                "mend it, or make it again with its tool");
    }
}
