package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.TomlReading;
import dev.waag.core.UserException;
import dev.waag.python.ProjectName;
import dev.waag.python.WheelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * {@code waag-build.lock}: which wheels build a project.
 *
 * <pre>
 * version = 1
 * python = "3.11"
 * requires = ["setuptools&gt;=61"]
 * requires-for-sdist = []
 * requires-for-wheel = []
 *
 * [[input]]
 * name = "setuptools"
 * version = "80.9.0"
 * filename = "setuptools-80.9.0-py3-none-any.whl"
 * sha256 = "…"
 * </pre>
 *
 * @param python the series that markers and wheels were chosen for
 * @param requires of {@code [build-system]}, as written
 * @param forSdist what the backend asked for besides, to make an sdist
 * @param forWheel the same for a wheel
 * @param inputs sorted by name
 */
record BuildLock(
        String python, List<String> requires, List<String> forSdist, List<String> forWheel, List<LockedInput> inputs) {
    static final String FILE = "waag-build.lock";

    private static final String HEAD = """
        # What builds this project: made by `waag build`, to be committed. It is never changed silently;
        # `waag build --relock` makes it anew.
        """;

    BuildLock {
        requires = List.copyOf(requires);
        forSdist = List.copyOf(forSdist);
        forWheel = List.copyOf(forWheel);
        inputs = inputs.stream()
                .sorted(Comparator.comparing(i -> i.name().toString()))
                .toList();
    }

    static Optional<BuildLock> find(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(file, StandardCharsets.UTF_8), file.toString()));
        } catch (IOException e) {
            throw new UserException(
                    Exit.USAGE,
                    file + " cannot be read: " + e.getMessage(),
                    "its permissions, or its disk",
                    "see that it is a file of yours");
        }
    }

    static BuildLock parse(String text, String file) {
        TomlParseResult toml = TomlReading.parse(text);
        if (toml.hasErrors()) {
            throw wrong(file, toml.errors().getFirst().toString());
        }
        Long version = toml.isLong("version") ? toml.getLong("version") : null;
        if (version == null || version != 1) {
            throw wrong(file, "its version is not 1");
        }
        List<LockedInput> inputs = new ArrayList<>();
        TomlArray tables = toml.isArray("input") ? toml.getArray("input") : null;
        for (int i = 0; tables != null && i < tables.size(); i++) {
            TomlTable t = tables.get(i) instanceof TomlTable table ? table : null;
            if (t == null) {
                throw wrong(file, "an input is no table");
            }
            String name = string(t, "name", file);
            Sha256 digest = Sha256.parse(string(t, "sha256", file))
                    .orElseThrow(() -> wrong(file, "the sha256 of " + name + " is none"));
            ProjectName project = ProjectName.parse(name).orElseThrow(() -> wrong(file, "'" + name + "' is no name"));
            String filename = string(t, "filename", file);
            if (!WheelName.parse(filename).filter(w -> w.belongsTo(project)).isPresent()) {
                throw wrong(file, "'" + filename + "' is no wheel of " + name);
            }
            inputs.add(new LockedInput(project, string(t, "version", file), filename, digest));
        }
        return new BuildLock(
                string(toml, "python", file),
                strings(toml, "requires", file),
                strings(toml, "requires-for-sdist", file),
                strings(toml, "requires-for-wheel", file),
                inputs);
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("version = 1\npython = ").append(quoted(python)).append('\n');
        list(text, "requires", requires);
        list(text, "requires-for-sdist", forSdist);
        list(text, "requires-for-wheel", forWheel);
        for (LockedInput i : inputs) {
            text.append("\n[[input]]\nname = ")
                    .append(quoted(i.name().toString()))
                    .append("\nversion = ")
                    .append(quoted(i.version()))
                    .append("\nfilename = ")
                    .append(quoted(i.filename()))
                    .append("\nsha256 = ")
                    .append(quoted(i.sha256().hex()))
                    .append('\n');
        }
        return text.toString();
    }

    void write(Path folder, boolean anew) throws IOException {
        Path file = folder.resolve(FILE);
        if (anew) {
            Files.writeString(file, text(), StandardCharsets.UTF_8);
        } else {
            Files.writeString(
                    file, text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    private static void list(StringBuilder text, String key, List<String> values) {
        text.append(key).append(" = [");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(quoted(values.get(i)));
        }
        text.append("]\n");
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    private static String string(TomlTable table, String key, String file) {
        String value = table.isString(key) ? table.getString(key) : null;
        if (value == null) {
            throw wrong(file, "'" + key + "' is missing, or no string");
        }
        return value;
    }

    private static List<String> strings(TomlTable table, String key, String file) {
        TomlArray array = table.isArray(key) ? table.getArray(key) : null;
        List<String> all = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            if (!(array.get(i) instanceof String s)) {
                throw wrong(file, "'" + key + "' holds what is no string");
            }
            all.add(s);
        }
        return all;
    }

    private static UserException wrong(String file, String what) {
        return new UserException(
                Exit.USAGE,
                file + ": " + what,
                "it was edited by hand, or is another program's",
                "make it anew: waag build --relock");
    }
}
