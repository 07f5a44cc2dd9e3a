package dev.waag.lock;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a TOML or JSON file with the place it stands at: its key's, where it has one. */
final class Node {
    private final String file;
    private final Object value;
    private final int line;
    private final int column;

    /** The value is a {@link Table}, {@link Items}, or a scalar: String, Long, Double, Boolean, or a java.time type; JSON's null is {@link Nothing}. */
    Node(String file, Object value, int line, int column) {
        this.file = file;
        this.value = value;
        this.line = line;
        this.column = column;
    }

    /** JSON's null. */
    enum Nothing {
        NULL
    }

    String file() {
        return file;
    }

    Object value() {
        return value;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    Place place() {
        return new Place(file, line);
    }

    boolean isTable() {
        return value instanceof Table;
    }

    boolean isText() {
        return value instanceof String;
    }

    boolean isList() {
        return value instanceof Items;
    }

    /** What is wrong with this value, as an error at its place. */
    LockException wrong(String reason) {
        return new LockException(file, line, column, reason);
    }

    Map<String, Node> entries() throws LockException {
        if (value instanceof Table table) {
            return table.entries();
        }
        throw wrong("expected a table, found " + kind());
    }

    List<Node> items() throws LockException {
        if (value instanceof Items items) {
            return items.list();
        }
        throw wrong("expected an array, found " + kind());
    }

    String text() throws LockException {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("expected a string, found " + kind());
    }

    boolean flag() throws LockException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong("expected true or false, found " + kind());
    }

    long number() throws LockException {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong("expected an integer, found " + kind());
    }

    /** A table's member. */
    Optional<Node> find(String key) throws LockException {
        return Optional.ofNullable(entries().get(key));
    }

    /** The member under these keys, one below the other; empty where one is missing or what should hold the next is no table. */
    Optional<Node> at(String... path) {
        Node node = this;
        for (String key : path) {
            Node next = node.value instanceof Table table ? table.entries().get(key) : null;
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    Node get(String key) throws LockException {
        Node member = entries().get(key);
        if (member == null) {
            throw wrong("it has no " + LockException.quote(key));
        }
        return member;
    }

    /** A string member; {@code ""} where there is none. */
    String text(String key) throws LockException {
        Node member = entries().get(key);
        return member == null ? "" : member.text();
    }

    /** A boolean member; false where there is none. */
    boolean flag(String key) throws LockException {
        Node member = entries().get(key);
        return member != null && member.flag();
    }

    /** An array member's items; none where there is none. */
    List<Node> items(String key) throws LockException {
        Node member = entries().get(key);
        return member == null ? List.of() : member.items();
    }

    /** A table member's entries; none where there is none. */
    Map<String, Node> entries(String key) throws LockException {
        Node member = entries().get(key);
        return member == null ? Map.of() : member.entries();
    }

    /** An array member of strings; none where there is none. */
    List<String> texts(String key) throws LockException {
        List<Node> items = items(key);
        String[] texts = new String[items.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = items.get(i).text();
        }
        return List.of(texts);
    }

    /** What kind of value it is, with its article. */
    String kind() {
        if (value instanceof Table) {
            return "a table";
        } else if (value instanceof Items) {
            return "an array";
        } else if (value instanceof String) {
            return "a string";
        } else if (value instanceof Boolean) {
            return "a boolean";
        } else if (value instanceof Number) {
            return "a number";
        }
        return value == Nothing.NULL ? "null" : "a time";
    }
}
