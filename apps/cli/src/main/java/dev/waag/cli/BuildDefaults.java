package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Suggest;
import dev.waag.core.TomlReading;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code waag build} and {@code waag replay} take where an option is not given: {@code WAAG_BUILD_…}, else {@code [build]} of the data folder's {@code waag.toml}. */
final class BuildDefaults implements IDefaultValueProvider {
    /** Options by their long names. */
    static final List<String> KEYS = List.of(
            "output",
            "sdist",
            "wheel",
            "verify-reproducible",
            "baseline",
            "key",
            "index",
            "python",
            "timeout",
            "memory",
            "processes",
            "disk",
            "unsafe-no-sandbox",
            "embed-sbom");

    private final Map<String, String> values = new HashMap<>();

    /** Picocli makes one for each command line. */
    BuildDefaults() {
        this(System.getenv());
    }

    BuildDefaults(Map<String, String> environment) {
        Path file = KeyOptions.defaultFolder(environment).resolve("waag.toml");
        if (Files.isRegularFile(file)) {
            read(file);
        }
        for (String key : KEYS) {
            String value = environment.getOrDefault(
                    "WAAG_BUILD_" + key.toUpperCase(Locale.ROOT).replace('-', '_'), "");
            if (!value.isBlank()) {
                values.put(key, value.strip());
            }
        }
    }

    private void read(Path file) {
        TomlParseResult toml;
        try {
            toml = TomlReading.parse(Files.readString(file));
        } catch (IOException e) {
            throw wrong(file + " cannot be read: " + e.getMessage());
        }
        if (toml.hasErrors()) {
            throw wrong(file + ": " + toml.errors().getFirst());
        }
        TomlTable table = toml.isTable("build") ? toml.getTable("build") : null;
        if (table == null) {
            return;
        }
        for (String key : table.keySet()) {
            Object value = table.get(List.of(key));
            if (!KEYS.contains(key)) {
                throw wrong(file + ": unknown key '" + key + "' in [build]" + Suggest.hint(key, KEYS));
            }
            if (!(value instanceof String || value instanceof Boolean || value instanceof Long)) {
                throw wrong(file + ": '" + key + "' in [build] is neither text, number nor truth value");
            }
            values.put(key, value.toString());
        }
    }

    private static UserException wrong(String what) {
        return new UserException(Exit.USAGE, what, "", "docs/build.md lists the keys of [build]");
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec o ? values.get(o.longestName().replaceFirst("^--", "")) : null;
    }
}
