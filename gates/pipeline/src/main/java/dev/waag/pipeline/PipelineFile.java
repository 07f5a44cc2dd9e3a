package dev.waag.pipeline;

import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.Suggest;
import dev.waag.core.TomlReading;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads {@code waag-pipeline.toml}; everything that is wrong is reported together, each with its place. */
final class PipelineFile {
    static final String NAME = "waag-pipeline.toml";
    private static final Set<String> TOP = Set.of("pipeline", "stage");
    private static final Set<String> PIPELINE = Set.of("name", "links");
    private static final Set<String> STAGE = Set.of(
            "name", "run", "kind", "arguments", "inputs", "outputs", "timeout", "environment", "pass-environment");
    private static final Duration USUAL = Duration.ofMinutes(30);

    private final Path file;
    private final List<String> errors = new ArrayList<>();

    private PipelineFile(Path file) {
        this.file = file;
    }

    /**
     * @param folder where its patterns are meant from: the file's own
     * @param links where links are kept
     */
    record Pipeline(String name, Path folder, Path links, List<Stage> stages) {
        Pipeline {
            stages = List.copyOf(stages);
        }
    }

    static Pipeline read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no " + file,
                    "the stages of a line are declared in " + NAME,
                    "write one (docs/pipeline.md), let `waag ci init` write it, or name it with --file");
        }
        return new PipelineFile(file).read();
    }

    private Pipeline read() {
        TomlParseResult toml;
        try {
            toml = TomlReading.parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new UserException(
                    Exit.USAGE,
                    file + " is not in UTF-8",
                    "an editor saved it in an older encoding",
                    "save it as UTF-8");
        } catch (IOException e) {
            throw new UserException(
                    Exit.USAGE,
                    file + " cannot be read: " + e.getMessage(),
                    "its permissions, or its disk",
                    "check its permissions");
        }
        toml.errors().forEach(e -> wrong(e.position(), String.valueOf(e.getMessage())));
        Path folder = file.toAbsolutePath().normalize().getParent();
        folder = folder == null ? file.toAbsolutePath() : folder;
        String name = "";
        Path links = folder.resolve(".waag/links");
        List<Stage> stages = new ArrayList<>();
        if (errors.isEmpty()) {
            known(toml, TOP, "");
            if (toml.get("pipeline") instanceof TomlTable table) {
                known(table, PIPELINE, " in [pipeline]");
                name = string(table, "name").orElse("");
                Optional<String> given = string(table, "links");
                given.filter(g -> Patterns.fault(g).isPresent())
                        .ifPresent(g -> wrong(
                                at(table, "links"),
                                "'links': " + Patterns.fault(g).orElse("")));
                links = given.filter(g -> Patterns.fault(g).isEmpty())
                        .map(folder::resolve)
                        .orElse(links);
            } else {
                wrong(null, "there is no [pipeline] with a name");
            }
            if (toml.get("stage") instanceof TomlArray all) {
                stages(all, stages);
            } else {
                wrong(toml.inputPositionOf("stage"), "there is no [[stage]]");
            }
        }
        if (!errors.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    String.join("\n", errors),
                    "",
                    "mend " + (errors.size() == 1 ? "it" : "them") + "; docs/pipeline.md has every key");
        }
        return new Pipeline(name.isEmpty() ? "pipeline" : name, folder, links, stages);
    }

    private void stages(TomlArray all, List<Stage> stages) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            if (!(all.get(i) instanceof TomlTable table)) {
                wrong(all.inputPositionOf(i), "a stage is written [[stage]]");
                continue;
            }
            known(table, STAGE, " in [[stage]]");
            String name = string(table, "name").orElse("");
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
                wrong(
                        at(table, "name"),
                        name.isEmpty()
                                ? "a stage needs a 'name'"
                                : "'" + name + "' is no name of a stage: letters, digits, - and _");
            } else if (seen.merge(name, 1, Integer::sum) > 1) {
                wrong(at(table, "name"), "two stages are called '" + name + "'");
            }
            stages.add(stage(table, name));
        }
        if (stages.isEmpty()) {
            wrong(null, "there is no [[stage]]");
        }
    }

    private Stage stage(TomlTable table, String name) {
        List<String> run = strings(table, "run");
        Optional<String> kindName = string(table, "kind");
        List<String> kinds =
                Arrays.stream(Stage.Kind.values()).map(Stage.Kind::text).toList();
        Optional<Stage.Kind> kind = Arrays.stream(Stage.Kind.values())
                .filter(k -> kindName.filter(k.text()::equals).isPresent())
                .findFirst();
        if (kindName.isPresent() && kind.isEmpty()) {
            wrong(
                    at(table, "kind"),
                    "'" + kindName.get() + "' is no kind of stage" + Suggest.hint(kindName.get(), kinds) + ": "
                            + String.join(", ", kinds));
        }
        if (kindName.isEmpty() && !table.contains("run")) {
            wrong(at(table, "name"), "the stage '" + name + "' has neither 'run' nor 'kind'");
        } else if (table.contains("run") && (run.isEmpty() || run.getFirst().isBlank())) {
            wrong(at(table, "run"), "'run' of the stage '" + name + "' needs a program");
        } else if (!run.isEmpty() && kind.filter(k -> k != Stage.Kind.TEST).isPresent()) {
            wrong(at(table, "run"), "the stage '" + name + "' has both 'run' and 'kind'; only a test says both");
        }
        boolean program =
                !run.isEmpty() || kind.filter(k -> k == Stage.Kind.TEST).isPresent();
        for (String key : List.of("environment", "pass-environment")) {
            if (!program && table.contains(key)) {
                wrong(at(table, key), "'" + key + "' is for stages that run a program, which '" + name + "' does not");
            }
        }
        if (!run.isEmpty() && table.contains("arguments")) {
            wrong(at(table, "arguments"), "'arguments' are for a kind; write them into 'run'");
        }
        return new Stage(
                name,
                kind,
                run,
                strings(table, "arguments"),
                patterns(table, "inputs"),
                patterns(table, "outputs"),
                timeout(table),
                environment(table),
                strings(table, "pass-environment"));
    }

    private Duration timeout(TomlTable table) {
        Optional<String> text = string(table, "timeout");
        Optional<Duration> parsed = text.flatMap(Durations::parse).filter(Duration::isPositive);
        if (text.isPresent() && parsed.isEmpty()) {
            wrong(at(table, "timeout"), "'" + text.get() + "' is no duration; write one such as 30s, 10m, 2h");
        }
        return parsed.orElse(USUAL);
    }

    private Map<String, String> environment(TomlTable table) {
        Map<String, String> environment = new LinkedHashMap<>();
        Object value = table.get(List.of("environment"));
        if (value instanceof TomlTable variables) {
            for (String key : variables.keySet()) {
                if (variables.get(List.of(key)) instanceof String text
                        && key.matches("[A-Za-z_][A-Za-z0-9_]*")
                        && text.indexOf('\0') < 0) {
                    environment.put(key, text);
                } else {
                    wrong(
                            variables.inputPositionOf(List.of(key)),
                            "'environment' holds names and texts, and '" + key + "' is no such");
                }
            }
        } else if (value != null) {
            wrong(at(table, "environment"), "'environment' is a table: { NAME = \"value\" }");
        }
        return environment;
    }

    private List<String> patterns(TomlTable table, String key) {
        List<String> patterns = strings(table, key);
        for (String pattern : patterns) {
            Patterns.fault(pattern).ifPresent(f -> wrong(at(table, key), "'" + key + "': " + f));
        }
        return patterns.stream().map(Patterns::normal).toList();
    }

    private Optional<String> string(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        wrong(at(table, key), "'" + key + "' must be a string");
        return Optional.empty();
    }

    private List<String> strings(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        List<String> all = new ArrayList<>();
        if (value instanceof TomlArray array && array.toList().stream().allMatch(String.class::isInstance)) {
            array.toList().forEach(s -> all.add((String) s));
        } else if (value != null) {
            wrong(at(table, key), "'" + key + "' must be an array of strings");
        }
        if (all.stream().anyMatch(s -> s.indexOf('\0') >= 0)) {
            wrong(at(table, key), "'" + key + "' holds a NUL");
            return List.of();
        }
        return all;
    }

    private void known(TomlTable table, Set<String> keys, String where) {
        for (String key : table.keySet()) {
            if (!keys.contains(key)) {
                wrong(
                        table.inputPositionOf(List.of(key)),
                        "unknown key '" + key + "'" + where + Suggest.hint(key, keys));
            }
        }
    }

    private static @Nullable TomlPosition at(TomlTable table, String key) {
        return table.inputPositionOf(List.of(key));
    }

    private void wrong(@Nullable TomlPosition at, String what) {
        errors.add((at == null ? file.toString() : file + ":" + at.line() + ":" + at.column()) + ": " + what);
    }
}
