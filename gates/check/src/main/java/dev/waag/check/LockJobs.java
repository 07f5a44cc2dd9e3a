package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import dev.waag.lock.LockLimits;
import dev.waag.lock.Manifest;
import dev.waag.lock.ManifestKind;
import dev.waag.lock.Manifests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells from a project's files which locks it has or should have, and which tool makes each. */
public final class LockJobs {
    private static final Pattern TABLE =
            Pattern.compile("(?m)^[ \\t]*\\[+[ \\t]*tool[ \\t]*\\.[ \\t]*(uv|poetry|pdm)[ \\t]*[.\\]]");
    private static final Pattern BACKEND =
            Pattern.compile("(?m)^[ \\t]*build-backend[ \\t]*=[ \\t]*[\"'](poetry|pdm|uv_build)\\b");

    private final Tools tools;
    private final Path folder;
    private final List<LockJob> jobs = new ArrayList<>();

    private LockJobs(Tools tools, Path folder) {
        this.tools = tools;
        this.folder = folder;
    }

    /**
     * What to lock in a folder, or for one manifest or lock.
     *
     * @throws UserException (incomplete) where there is nothing to lock
     */
    public static List<LockJob> of(Path path, Map<String, String> environment) {
        Path folder = Files.isDirectory(path)
                ? path
                : Optional.ofNullable(path.getParent()).orElse(Path.of(""));
        LockJobs found = new LockJobs(new Tools(environment, Optional.empty()), folder);
        if (Files.isDirectory(path)) {
            found.folder();
        } else if (Files.isRegularFile(path)) {
            found.file(path);
        } else {
            throw new UserException(
                    Exit.INCOMPLETE, "there is no " + path, "the path is wrong", "name the folder of a project");
        }
        if (found.jobs.isEmpty()) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "nothing to lock in " + (path.toString().isEmpty() ? "this folder" : path),
                    "it holds no pyproject.toml with requirements, no Pipfile and no requirements.in",
                    "name the folder of a project, or its requirements.in");
        }
        return List.copyOf(found.jobs);
    }

    /** What makes one lock anew; empty for one that no known tool makes from a manifest. */
    static Optional<LockJob> ofLock(Path lock, Map<String, String> environment) {
        try {
            return of(lock, environment).stream().findFirst();
        } catch (UserException e) {
            return Optional.empty();
        }
    }

    private void file(Path path) {
        String name = String.valueOf(path.getFileName());
        switch (name) {
            case "uv.lock", "poetry.lock", "pdm.lock", "pyproject.toml" -> pyproject(name);
            case "Pipfile", "Pipfile.lock" -> own(LockTool.PIPENV, "Pipfile.lock");
            default -> {
                int dot = name.lastIndexOf('.');
                Path in = folder.resolve((dot < 0 ? name : name.substring(0, dot)) + ".in");
                if (Files.isRegularFile(in)) {
                    compile(String.valueOf(in.getFileName()));
                } else if (name.equals("requirements.txt")
                        && exists("pyproject.toml")
                        && CompiledBy.read(path).from("pyproject.toml")) {
                    compile("pyproject.toml");
                }
            }
        }
    }

    private void folder() {
        if (exists("pyproject.toml")) {
            pyproject("pyproject.toml");
        }
        if (exists("Pipfile")) {
            own(LockTool.PIPENV, "Pipfile.lock");
        }
        ins(folder).forEach(in -> compile(String.valueOf(in.getFileName())));
        Path more = folder.resolve("requirements");
        if (Files.isDirectory(more)) {
            ins(more).forEach(in -> compile("requirements/" + in.getFileName()));
        }
    }

    private void pyproject(String name) {
        String text = exists("pyproject.toml") ? read(folder.resolve("pyproject.toml")) : "";
        String table = first(TABLE, text);
        String backend = first(BACKEND, text);
        if (name.equals("uv.lock") || name.equals("pyproject.toml") && exists("uv.lock")) {
            own(LockTool.UV, "uv.lock");
        } else if (name.equals("poetry.lock") || name.equals("pyproject.toml") && exists("poetry.lock")) {
            own(LockTool.POETRY, "poetry.lock");
        } else if (name.equals("pdm.lock") || name.equals("pyproject.toml") && exists("pdm.lock")) {
            own(LockTool.PDM, "pdm.lock");
        } else if (table.equals("uv") || table.isEmpty() && backend.equals("uv_build")) {
            own(LockTool.UV, "uv.lock");
        } else if (table.equals("poetry") || table.isEmpty() && backend.equals("poetry")) {
            own(LockTool.POETRY, "poetry.lock");
        } else if (table.equals("pdm") || table.isEmpty() && backend.equals("pdm")) {
            own(LockTool.PDM, "pdm.lock");
        } else if (asks()) {
            compile("pyproject.toml");
        }
    }

    /** Whether the plain pyproject.toml has requirements; where there is a requirements.in, that is what is compiled. */
    private boolean asks() {
        if (!ins(folder).isEmpty() || exists("Pipfile")) {
            return false;
        }
        try {
            Manifest manifest = Manifests.read(
                    ManifestKind.PYPROJECT,
                    Inputs.shown(folder.resolve("pyproject.toml")),
                    Inputs.read(folder.resolve("pyproject.toml")),
                    new LockContext(p -> Optional.empty(), Map.of(), LockLimits.DEFAULT));
            return !manifest.requirements().isEmpty() || manifest.isDynamic();
        } catch (LockException e) {
            throw new UserException(
                    Exit.INCOMPLETE, String.valueOf(e.getMessage()), "the file was edited by hand", "mend it");
        }
    }

    private void own(LockTool tool, String lock) {
        if (!exists(tool == LockTool.PIPENV ? "Pipfile" : "pyproject.toml")) {
            return; // nothing to make it from
        }
        boolean old = tool == LockTool.POETRY && exists(lock) && tools.isOldPoetry(folder);
        jobs.add(new LockJob(tool, folder, folder.resolve(lock), tool.lock(old)));
    }

    private void compile(String from) {
        int dot = from.lastIndexOf('.');
        String to = from.equals("pyproject.toml") ? "requirements.txt" : from.substring(0, dot) + ".txt";
        Path lock = folder.resolve(to);
        CompiledBy before = CompiledBy.read(lock);
        boolean uv = before.isUv() || !tools.has(LockTool.PIP_COMPILE) && tools.has(LockTool.UV);
        LockTool tool = uv ? LockTool.UV : LockTool.PIP_COMPILE;
        List<String> argv = new ArrayList<>(tool.compile(from, to));
        argv.addAll(argv.size() - 1, before.isBy(tool) ? before.options() : List.of());
        jobs.add(new LockJob(tool, folder, lock, argv));
    }

    private boolean exists(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    private static String read(Path file) {
        return new String(Inputs.read(file), StandardCharsets.UTF_8);
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static List<Path> ins(Path folder) {
        List<Path> ins = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.in")) {
            for (Path file : all) {
                boolean named = ManifestKind.of(String.valueOf(file.getFileName()))
                        .filter(k -> k == ManifestKind.REQUIREMENTS_IN)
                        .isPresent();
                boolean option = String.valueOf(file.getFileName()).startsWith("-");
                if (Files.isRegularFile(file) && !option && (named || folder.endsWith("requirements"))) {
                    ins.add(file);
                }
            }
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    folder + " cannot be read: " + e.getMessage(),
                    "its permissions, or its disk",
                    "run it as somebody who may read it");
        }
        ins.sort(null);
        return ins;
    }
}
