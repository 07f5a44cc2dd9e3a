package dev.waag.policy;

import dev.waag.core.Suggest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlKeyValue;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlValue;

/** A table of a TOML file, read key by key; whatever is wrong is noted in the file at its place. */
final class TomlSection {
    private final TomlFile file;
    private final TomlTable table;
    private final TomlText.Place at;
    private final String label;

    TomlSection(TomlFile file, TomlTable table, TomlText.Place at, String label) {
        this.file = file;
        this.table = table;
        this.at = at;
        this.label = label;
    }

    /** Where the table begins. */
    TomlText.Place at() {
        return at;
    }

    Collection<String> keys() {
        return table.keySet();
    }

    /** Refuses every other key. */
    void allow(Collection<String> known) {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                error(key, "unknown key '" + key + "' in " + label + Suggest.hint(key, known));
            }
        }
    }

    /** The value as Java's: String, Long, Double, Boolean, times, a List, or a TomlTable. */
    Optional<Object> value(String key) {
        return Optional.ofNullable(table.get(List.of(key))).map(TomlSection::plain);
    }

    private static Object plain(Object value) {
        return value instanceof TomlArray array
                ? array.toList().stream().map(TomlSection::plain).toList()
                : value;
    }

    Optional<String> string(String key) {
        Optional<Object> value = value(key);
        if (value.isPresent() && !(value.get() instanceof String)) {
            errorAtValue(key, "'" + key + "' must be a string, not " + kind(value.get()));
        }
        return value.filter(String.class::isInstance).map(String.class::cast);
    }

    /** A string that must be there and say something. */
    Optional<String> requiredString(String key) {
        if (!table.contains(List.of(key))) {
            missing(key);
        }
        Optional<String> text = string(key);
        if (text.isPresent() && text.get().isBlank()) {
            errorAtValue(key, "'" + key + "' is empty");
        }
        return text.filter(t -> !t.isBlank());
    }

    /** One of a set of words. */
    Optional<String> word(String key, Collection<String> words) {
        Optional<String> text = string(key);
        if (text.isPresent() && !words.contains(text.get())) {
            errorAtValue(
                    key,
                    "'" + key + "' must be one of " + String.join(", ", words) + ", not '" + text.get() + "'"
                            + Suggest.hint(text.get(), words));
        }
        return text.filter(words::contains);
    }

    /** A list of strings; empty where there is none. */
    List<String> strings(String key) {
        Object value = value(key).orElse(List.of());
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            errorAtValue(key, "'" + key + "' must be a list of strings");
            return List.of();
        }
        return list.stream().map(String::valueOf).toList();
    }

    /** Whether something is said to be so. */
    boolean flag(String key) {
        Object value = value(key).orElse(false);
        if (!(value instanceof Boolean)) {
            errorAtValue(key, "'" + key + "' must be true or false");
        }
        return value.equals(true);
    }

    void missing(String key) {
        if (!file.broken()) {
            file.error(at, label + " has no '" + key + "'");
        }
    }

    /** A table under a key. */
    Optional<TomlSection> section(String key) {
        Optional<Object> value = Optional.ofNullable(table.get(List.of(key)));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof TomlTable inner) {
            return Optional.of(new TomlSection(file, inner, place(key), inner(key)));
        }
        errorAtValue(key, "'" + key + "' must be a table, not " + kind(value.get()));
        return Optional.empty();
    }

    private String inner(String key) {
        if (label.startsWith("[[")) {
            return "'" + key + "' of " + label;
        }
        return label.startsWith("[") ? label.substring(0, label.length() - 1) + "." + key + "]" : "[" + key + "]";
    }

    /** The tables of an array of tables. */
    List<TomlSection> sections(String key) {
        Optional<Object> value = Optional.ofNullable(table.get(List.of(key)));
        List<TomlSection> sections = new ArrayList<>();
        if (value.isEmpty()) {
            return sections;
        }
        String header = "[[" + key + "]]";
        if (!(value.get() instanceof TomlArray array)) {
            error(key, "'" + key + "' must be written " + header + ", as one of several");
            return sections;
        }
        for (int i = 0; i < array.size(); i++) {
            TomlPosition position = array.inputPositionOf(i);
            TomlText.Place place = position == null ? place(key) : place(position);
            if (array.get(i) instanceof TomlTable inner) {
                sections.add(new TomlSection(file, inner, place, header));
            } else {
                file.error(place, "'" + key + "' must be written " + header + ", as tables");
            }
        }
        return sections;
    }

    /** Notes an error at a key. */
    void error(String key, String message) {
        file.error(place(key), message);
    }

    /** Notes an error at a key's value. */
    void errorAtValue(String key, String message) {
        file.error(valuePlace(key), message);
    }

    /** Notes an error inside a key's string value, at a character counted in code points. */
    void errorInString(String key, String value, int index, String message) {
        file.error(within(key, value, index), message);
    }

    TomlText.Place within(String key, String value, int index) {
        return file.text().within(valuePlace(key), value, index);
    }

    TomlText.Place place(String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? at : place(position);
    }

    private TomlText.Place valuePlace(String key) {
        TomlKeyValue entry = table.entry(List.of(key));
        TomlValue value = entry == null ? null : entry.value();
        TomlPosition position = value == null ? null : value.position();
        return position == null ? place(key) : place(position);
    }

    private static TomlText.Place place(TomlPosition position) {
        return new TomlText.Place(position.line(), position.column());
    }

    private static String kind(Object value) {
        return switch (value) {
            case String s -> "a string";
            case Long n -> "a number";
            case Double d -> "a number";
            case Boolean b -> "a boolean";
            case TomlTable t -> "a table";
            case TomlArray a -> "a list";
            case List<?> l -> "a list";
            default -> "a time";
        };
    }
}
