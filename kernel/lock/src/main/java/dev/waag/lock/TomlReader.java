package dev.waag.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads TOML 1.1, and so 1.0, into a tree of nodes with their places.
 *
 * <p>It is written here because a lock must be read within milliseconds of a cold start, and because its input may be hostile: time
 * grows with the text alone, depth and number of values are limited.
 */
final class TomlReader {
    private final TomlCursor in;
    private final LockLimits limits;
    /** Keys stand there thousands of times, so one string serves all that are alike. */
    private final Map<String, String> names = new HashMap<>();

    private int values;

    private TomlReader(String file, String text, LockLimits limits) {
        in = new TomlCursor(file, text);
        this.limits = limits;
    }

    /** The root table; the text is decoded already, without a byte order mark. */
    static Node read(String file, String text, LockLimits limits) throws LockException {
        return new TomlReader(file, text, limits).document();
    }

    private Node document() throws LockException {
        Table root = new Table(Table.Origin.HEADER);
        Node document = new Node(in.file(), root, 1, 1);
        Table current = root;
        int depth = 1;
        in.skipLines();
        while (!in.ended()) {
            if (in.here() == '[') {
                boolean array = in.ahead(1) == '[';
                in.skip(array ? 2 : 1);
                List<Key> path = path();
                in.expect(']', "after the table's name");
                if (array) {
                    in.expect(']', "after the table's name");
                }
                depth = 1 + path.size();
                current = array ? nextInArray(root, path) : header(root, path);
            } else {
                pair(current, depth);
            }
            endLine();
        }
        return document;
    }

    private void endLine() throws LockException {
        in.skipBlanks();
        in.skipComment();
        if (!in.ended() && !in.skipLineEnd()) {
            throw in.wrong("expected the end of the line, found " + in.found());
        }
        in.skipLines();
    }

    /** One part of a dotted key. */
    private record Key(String name, int line, int column) {
        LockException wrong(String file, String reason) {
            return new LockException(file, line, column, reason);
        }
    }

    private List<Key> path() throws LockException {
        List<Key> path = new ArrayList<>(2);
        do {
            in.skipBlanks();
            int line = in.line();
            int column = in.column();
            path.add(new Key(name(), line, column));
            in.skipBlanks();
            if (path.size() > limits.depth()) {
                throw tooDeep();
            }
        } while (in.skip('.'));
        return path;
    }

    private String name() throws LockException {
        char c = in.here();
        if (c == '"' || c == '\'') {
            if (TomlStrings.atMultiline(in)) {
                throw in.wrong("a key cannot have several lines");
            }
            return TomlStrings.readLine(in);
        }
        int start = in.at();
        while (isBare(in.here())) {
            in.skip(1);
        }
        if (in.at() == start) {
            throw in.wrong("expected a key, found " + in.found());
        }
        String name = in.text().substring(start, in.at());
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    private static boolean isBare(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || TomlScalars.isDigit(c) || c == '-' || c == '_';
    }

    /** {@code [a.b.c]}: the table of that name, which no header may have named before. */
    private Table header(Table root, List<Key> path) throws LockException {
        Table parent = walk(root, path);
        Key last = path.getLast();
        Node known = parent.entries().get(last.name());
        if (known == null) {
            return add(parent, last, Table.Origin.HEADER);
        }
        if (known.value() instanceof Table table && table.origin() == Table.Origin.IMPLIED) {
            table.becomes(Table.Origin.HEADER);
            return table;
        }
        throw last.wrong(
                in.file(), LockException.quote(last.name()) + " is defined twice, first in line " + known.line());
    }

    /** {@code [[a.b.c]]}: one more table in the array of that name. */
    private Table nextInArray(Table root, List<Key> path) throws LockException {
        Table parent = walk(root, path);
        Key last = path.getLast();
        Node known = parent.entries().get(last.name());
        if (known == null) {
            known = node(new Items(true), last.line(), last.column());
            parent.entries().put(last.name(), known);
        }
        if (!(known.value() instanceof Items items && items.byHeaders())) {
            throw last.wrong(
                    in.file(), LockException.quote(last.name()) + " is defined twice, first in line " + known.line());
        }
        Table table = new Table(Table.Origin.HEADER);
        items.list().add(node(table, last.line(), last.column()));
        return table;
    }

    /** The table above the last part of a header's name, made where it is not there yet. */
    private Table walk(Table root, List<Key> path) throws LockException {
        Table table = root;
        for (int i = 0; i + 1 < path.size(); i++) {
            Key key = path.get(i);
            Node next = table.entries().get(key.name());
            if (next == null) {
                table = add(table, key, Table.Origin.IMPLIED);
            } else if (next.value() instanceof Table t && t.origin() != Table.Origin.INLINE) {
                table = t;
            } else if (next.value() instanceof Items items
                    && items.byHeaders()
                    && items.list().getLast().value() instanceof Table t) {
                table = t;
            } else {
                throw key.wrong(in.file(), LockException.quote(key.name()) + " is complete since line " + next.line());
            }
        }
        return table;
    }

    /** {@code a.b = value}, into the table whose depth is given. */
    private void pair(Table table, int depth) throws LockException {
        List<Key> path = path();
        in.expect('=', "after the key");
        in.skipBlanks();
        Table parent = table;
        for (int i = 0; i + 1 < path.size(); i++) {
            parent = dotted(parent, path.get(i));
        }
        Key last = path.getLast();
        Node known = parent.entries().get(last.name());
        if (known != null) {
            throw last.wrong(
                    in.file(), LockException.quote(last.name()) + " is defined twice, first in line " + known.line());
        }
        Object value = value(depth + path.size());
        parent.entries().put(last.name(), node(value, last.line(), last.column()));
    }

    private Table dotted(Table parent, Key key) throws LockException {
        Node known = parent.entries().get(key.name());
        if (known == null) {
            return add(parent, key, Table.Origin.DOTTED);
        }
        if (known.value() instanceof Table table
                && (table.origin() == Table.Origin.DOTTED || table.origin() == Table.Origin.IMPLIED)) {
            table.becomes(Table.Origin.DOTTED);
            return table;
        }
        throw key.wrong(in.file(), LockException.quote(key.name()) + " is complete since line " + known.line());
    }

    private Object value(int depth) throws LockException {
        if (depth > limits.depth()) {
            throw tooDeep();
        }
        return switch (in.here()) {
            case '"', '\'' -> TomlStrings.read(in);
            case '[' -> array(depth);
            case '{' -> inline(depth);
            default -> TomlScalars.read(in);
        };
    }

    private Items array(int depth) throws LockException {
        Items items = new Items(false);
        int openLine = in.line();
        int openColumn = in.column();
        in.skip(1);
        in.skipLines();
        while (!in.skip(']')) {
            int line = in.line();
            int column = in.column();
            checkOpen("array", openLine, openColumn);
            items.list().add(node(value(depth + 1), line, column));
            in.skipLines();
            if (!in.skip(',')) {
                checkOpen("array", openLine, openColumn);
                in.expect(']', "or ',' after an array's item");
                break;
            }
            in.skipLines();
        }
        return items;
    }

    private Table inline(int depth) throws LockException {
        Table table = new Table(Table.Origin.INLINE);
        int openLine = in.line();
        int openColumn = in.column();
        in.skip(1);
        in.skipLines();
        while (!in.skip('}')) {
            checkOpen("table", openLine, openColumn);
            pair(table, depth);
            in.skipLines();
            if (!in.skip(',')) {
                checkOpen("table", openLine, openColumn);
                in.expect('}', "or ',' after a table's member");
                break;
            }
            in.skipLines();
        }
        return table;
    }

    private void checkOpen(String what, int line, int column) throws LockException {
        if (in.ended()) {
            throw new LockException(in.file(), line, column, "the " + what + " that begins here is never closed");
        }
    }

    private Table add(Table parent, Key key, Table.Origin origin) throws LockException {
        Table table = new Table(origin);
        parent.entries().put(key.name(), node(table, key.line(), key.column()));
        return table;
    }

    private Node node(Object value, int line, int column) throws LockException {
        if (++values > limits.values()) {
            throw new LockException(
                    in.file(), line, column, "more than " + limits.values() + " values (limit: values)");
        }
        return new Node(in.file(), value, line, column);
    }

    private LockException tooDeep() {
        return in.wrong("more than " + limits.depth() + " tables and arrays inside each other (limit: depth)");
    }
}
