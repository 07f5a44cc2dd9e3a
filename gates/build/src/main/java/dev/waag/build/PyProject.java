package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.TomlReading;
import dev.waag.core.UserException;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/**
 * How a project is built: {@code [build-system]} of its {@code pyproject.toml} (PEP 517 and 518).
 *
 * @param requires what the backend needs, as written
 * @param backend {@code module:object}
 * @param backendPath folders within the source that the backend is imported from
 * @param name of {@code [project]}, where it says one
 */
record PyProject(List<String> requires, String backend, List<String> backendPath, Optional<String> name) {
    static final String FILE = "pyproject.toml";
    private static final String LEGACY = "setuptools.build_meta:__legacy__";

    PyProject {
        requires = List.copyOf(requires);
        backendPath = List.copyOf(backendPath);
    }

    /** @throws UserException (usage) where there is nothing that can be built */
    static PyProject read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            if (Files.isRegularFile(folder.resolve("setup.py")) || Files.isRegularFile(folder.resolve("setup.cfg"))) {
                return legacy(Optional.empty());
            }
            throw new UserException(
                    Exit.USAGE,
                    "there is nothing to build in " + folder,
                    "it has neither pyproject.toml nor setup.py",
                    "name the project's folder: waag build FOLDER");
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong(file + " cannot be read: " + e.getMessage());
        }
        TomlParseResult toml = TomlReading.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw wrong(file + ":" + first.position().line() + ":"
                    + first.position().column() + ": " + first.getMessage());
        }
        Optional<String> name =
                toml.isString("project.name") ? Optional.ofNullable(toml.getString("project.name")) : Optional.empty();
        if (!toml.isTable("build-system")) {
            return legacy(name);
        }
        List<String> requires = strings(toml, "build-system.requires", file);
        for (String r : requires) {
            try {
                Requirement.parse(r);
            } catch (RequirementException e) {
                throw wrong(file + ": build-system.requires: '" + r + "': " + e.getMessage());
            }
        }
        if (!toml.contains("build-system.requires")) {
            throw wrong(file + ": [build-system] has no requires, which it must (PEP 518)");
        }
        List<String> path = strings(toml, "build-system.backend-path", file);
        for (String p : path) {
            if (Path.of(p).isAbsolute() || Path.of(p).normalize().startsWith("..")) {
                throw wrong(file + ": backend-path '" + p + "' leads out of the source (PEP 517)");
            }
        }
        String backend = toml.isString("build-system.build-backend")
                ? String.valueOf(toml.getString("build-system.build-backend"))
                : LEGACY;
        List<String> needed = new ArrayList<>(requires);
        if (backend.equals(LEGACY) && needed.isEmpty()) {
            needed.add("setuptools>=40.8.0");
        }
        return new PyProject(needed, backend, path, name);
    }

    private static PyProject legacy(Optional<String> name) {
        return new PyProject(List.of("setuptools>=40.8.0"), LEGACY, List.of(), name);
    }

    private static List<String> strings(TomlParseResult toml, String key, Path file) {
        if (!toml.contains(key)) {
            return List.of();
        }
        TomlArray array = toml.isArray(key) ? toml.getArray(key) : null;
        if (array == null) {
            throw wrong(file + ": " + key + " is no list");
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof String s)) {
                throw wrong(file + ": " + key + " holds what is no string");
            }
            all.add(s);
        }
        return all;
    }

    /** The first names of the requirements, normalized. */
    List<String> names() {
        return requires.stream().map(PyProject::nameOf).toList();
    }

    static String nameOf(String requirement) {
        try {
            return Requirement.parse(requirement).name().toString();
        } catch (RequirementException e) {
            return requirement;
        }
    }

    private static UserException wrong(String what) {
        return new UserException(Exit.USAGE, what, "", "mend pyproject.toml");
    }
}
