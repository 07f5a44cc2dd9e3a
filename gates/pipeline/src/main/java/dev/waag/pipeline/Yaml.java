package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A YAML document whose parts know where they stand. Keys and scalars are the texts that the file has: {@code on} is {@code on}. */
sealed interface Yaml {
    /** Where it begins, from 1. */
    int line();

    /**
     * A scalar.
     *
     * @param block whether it is a literal block ({@code |}), whose text begins on the next line and keeps its lines
     * @param plain whether it is written without quotes
     */
    record Text(String text, int line, boolean block, boolean plain) implements Yaml {
        /** Where the so many-eth line of the text stands, as far as that can be told. */
        int lineOf(int offset) {
            return block ? line + 1 + offset : line;
        }

        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** A sequence. */
    record Items(List<Yaml> items, int line) implements Yaml {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A value and the line of its key. */
    record Entry(int keyLine, Yaml value) {}

    /** A mapping, in the file's order. */
    record Fields(Map<String, Entry> entries, int line) implements Yaml {
        public Fields {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        Optional<Yaml> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        int lineOf(String key) {
            Entry entry = entries.get(key);
            return entry == null ? line : entry.keyLine();
        }

        Fields fields(String key) {
            return get(key).flatMap(Yaml::asFields).orElse(new Fields(Map.of(), lineOf(key)));
        }

        Optional<Text> text(String key) {
            return get(key).flatMap(Yaml::asText);
        }

        String string(String key) {
            return text(key).map(Text::text).orElse("");
        }

        /** The value as a list; what is no list is a list of one. */
        List<Yaml> list(String key) {
            return get(key).map(Yaml::asList).orElse(List.of());
        }
    }

    default Optional<Fields> asFields() {
        return this instanceof Fields f ? Optional.of(f) : Optional.empty();
    }

    default Optional<Text> asText() {
        return this instanceof Text t ? Optional.of(t) : Optional.empty();
    }

    default List<Yaml> asList() {
        return switch (this) {
            case Items i -> i.items();
            case Text t when t.isNull() -> List.of();
            default -> List.of(this);
        };
    }

    /** Every scalar below, keys left out. */
    default void texts(Consumer<Text> to) {
        switch (this) {
            case Text t -> to.accept(t);
            case Items i -> i.items().forEach(y -> y.texts(to));
            case Fields f -> f.entries().values().forEach(e -> e.value().texts(to));
        }
    }

    default List<Text> texts() {
        List<Text> all = new ArrayList<>();
        texts(all::add);
        return all;
    }
}
