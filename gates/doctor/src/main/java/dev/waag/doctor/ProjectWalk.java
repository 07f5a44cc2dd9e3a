package dev.waag.doctor;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files of a project that can hold client settings. Links to folders are not followed. */
final class ProjectWalk {
    /** Folders below the searched one. */
    static final int MAX_DEPTH = 32;

    /** Files and folders looked at by name. */
    static final int MAX_ENTRIES = 200_000;

    /** Files opened. */
    static final int MAX_FILES = 5_000;

    enum Kind {
        PIP_CONFIG("pip\\.(conf|ini)"),
        PDM_CONFIG("pdm\\.toml"),
        POETRY_CONFIG("poetry\\.toml"),
        UV_CONFIG("uv\\.toml"),
        PYPROJECT("pyproject\\.toml"),
        PIPFILE("Pipfile"),
        SETUP_CFG("setup\\.cfg"),
        SETUP_PY("setup\\.py"),
        TOX("tox\\.ini"),
        NOXFILE("noxfile\\.py"),
        CONDA("environment[^/]*\\.ya?ml"),
        REQUIREMENTS("[^/]*(requirements|constraints)[^/]*\\.(txt|in)|(.*/)?requirements/[^/]*\\.(txt|in)"),
        SCRIPT(
                "(Dockerfile|Containerfile)[^/]*|[^/]*\\.[Dd]ockerfile|(GNUm|M|m)akefile|[^/]*\\.sh|\\.gitlab-ci\\.ya?ml|action\\.ya?ml"
                        + "|(.*/)?\\.github/workflows/[^/]*\\.ya?ml");

        private final Pattern pattern;

        Kind(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }

        /** @param place the file's path below the searched folder, with slashes */
        static Optional<Kind> of(String place) {
            String name = place.substring(place.lastIndexOf('/') + 1);
            return EnumSet.allOf(Kind.class).stream()
                    .filter(k -> k.pattern.matcher(name).matches()
                            || k.pattern.matcher(place).matches())
                    .findFirst();
        }
    }

    /** A file to read. */
    record Found(Path file, Kind kind) {}

    private ProjectWalk() {}

    /** The files, in order of their paths; what could not be walked goes into the report. */
    static List<Found> walk(Places places, Judge judge) throws IOException {
        Visitor visitor = new Visitor(places, judge);
        Files.walkFileTree(places.folder(), Set.of(), MAX_DEPTH, visitor);
        List<Found> found = visitor.found.stream()
                .sorted((a, b) -> places.name(a.file()).compareTo(places.name(b.file())))
                .toList();
        if (found.size() > MAX_FILES) {
            judge.unreadable(
                    places.name(found.get(MAX_FILES).file()),
                    "this and what follows was not read: more than " + MAX_FILES + " files");
        }
        return found.stream().limit(MAX_FILES).toList();
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Places places;
        private final Judge judge;
        private final List<Found> found = new ArrayList<>();
        private int entries;

        Visitor(Places places, Judge judge) {
            this.places = places;
            this.judge = judge;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(places.folder())) {
                return FileVisitResult.CONTINUE;
            }
            if (ProjectFolders.isEnvironment(folder)) {
                Stream.of("pip.conf", "pip.ini")
                        .map(folder::resolve)
                        .filter(Files::exists)
                        .forEach(f -> found.add(new Found(f, Kind.PIP_CONFIG)));
                return FileVisitResult.SKIP_SUBTREE;
            }
            return ProjectFolders.passedOver(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (++entries > MAX_ENTRIES) {
                judge.unreadable(places.name(file), "the search ended here: more than " + MAX_ENTRIES + " files");
                return FileVisitResult.TERMINATE;
            }
            String place = places.name(file);
            if (attributes.isDirectory()) {
                judge.unreadable(place, "not searched: more than " + MAX_DEPTH + " folders deep");
            } else if (!Files.isDirectory(file)) {
                Kind.of(place).ifPresent(kind -> found.add(new Found(file, kind)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            judge.unreadable(
                    places.name(file), "it cannot be read (" + e.getClass().getSimpleName() + ")");
            return FileVisitResult.CONTINUE;
        }
    }
}
