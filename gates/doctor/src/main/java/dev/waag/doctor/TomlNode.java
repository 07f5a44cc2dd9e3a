package dev.waag.doctor;

import dev.waag.core.TomlReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A TOML value with the line it stands on, as a plain tree.
 *
 * @param value a {@code Map<String, TomlNode>}, a {@code List<TomlNode>}, or a scalar
 */
record TomlNode(Object value, int line) {
    /** The parser needs more than linear time, so a larger text is refused; a hundred times what projects have. */
    static final int MAX_CHARACTERS = 256 << 10;

    /** Parses a file's text; nothing where it is not TOML, which the report then says. */
    static Optional<TomlNode> parse(String text, String place, Judge judge) {
        if (text.length() > MAX_CHARACTERS) {
            judge.unreadable(place, "it is larger than " + (MAX_CHARACTERS >> 10) + " KiB, too large for TOML");
            return Optional.empty();
        }
        try {
            TomlParseResult result = TomlReading.parse(text);
            if (result.hasErrors()) {
                TomlParseError first = result.errors().getFirst();
                judge.unreadable(place + ":" + first.position().line(), "not valid TOML" + expected(first));
                return Optional.empty();
            }
            return Optional.of(table(result, 1));
        } catch (StackOverflowError e) {
            // The parser recurses, and its input may be hostile.
            judge.unreadable(place, "nested too deep");
            return Optional.empty();
        }
    }

    /** The parser's message quotes the text that it met, which may be a secret: only what it expected is repeated. */
    private static String expected(TomlParseError error) {
        String message = String.valueOf(error.getMessage());
        int at = message.lastIndexOf(", expected ");
        return message.startsWith("Unexpected ") && at > 0 ? message.substring(at) : "";
    }

    private static TomlNode table(TomlTable table, int line) {
        Map<String, TomlNode> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : table.entrySet()) {
            List<String> key = List.of(entry.getKey());

            entries.put(entry.getKey(), node(entry.getValue(), line(table.inputPositionOf(key), line)));
        }
        return new TomlNode(entries, line);
    }

    /** A value without a position of its own stands where its parent does. */
    private static int line(@Nullable TomlPosition position, int parent) {
        return position == null ? parent : position.line();
    }

    private static TomlNode node(Object value, int line) {
        if (value instanceof TomlTable table) {
            return table(table, line);
        }
        if (!(value instanceof TomlArray array)) {
            return new TomlNode(value, line);
        }
        List<TomlNode> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            items.add(node(array.get(i), line(array.inputPositionOf(i), line)));
        }
        return new TomlNode(items, line);
    }

    /** The value under these keys, one below the other. */
    Optional<TomlNode> at(String... path) {
        Optional<TomlNode> node = Optional.of(this);
        for (String key : path) {
            node = node.map(n -> n.entries().get(key));
        }
        return node;
    }

    /** A table's entries in the file's order; empty for anything else. */
    Map<String, TomlNode> entries() {
        Map<String, TomlNode> entries = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> {
                if (k instanceof String key && v instanceof TomlNode node) {
                    entries.put(key, node);
                }
            });
        }
        return entries;
    }

    /** An array's elements; any other value is its own only element. */
    List<TomlNode> items() {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(TomlNode.class::isInstance)
                        .map(TomlNode.class::cast)
                        .toList()
                : List.of(this);
    }

    /** The elements under these keys; none where nothing is there. */
    List<TomlNode> all(String... path) {
        return at(path).map(TomlNode::items).orElse(List.of());
    }

    Optional<String> text(String... path) {
        return at(path).map(TomlNode::value).filter(String.class::isInstance).map(String.class::cast);
    }

    boolean isTrue(String... path) {
        return at(path).filter(n -> n.value().equals(true)).isPresent();
    }

    boolean isFalse(String... path) {
        return at(path).filter(n -> n.value().equals(false)).isPresent();
    }

    boolean isTable() {
        return value instanceof Map;
    }
}
