package dev.waag.lock;

import java.util.LinkedHashMap;
import java.util.Map;

/** A table in the order of its file. While TOML is read it also knows who made it, which decides who may add to it. */
final class Table {
    /** How a table came to be; see TOML 1.0, "Table", "Inline Table" and "Keys". */
    enum Origin {
        /** Its own header. */
        HEADER,
        /** A header or dotted key of something below it. */
        IMPLIED,
        /** A dotted key: no header may name it any more. */
        DOTTED,
        /** Braces: complete. */
        INLINE
    }

    private final Map<String, Node> entries;
    private Origin origin;

    Table(Origin origin) {
        this.origin = origin;
        entries = new LinkedHashMap<>(8);
    }

    Map<String, Node> entries() {
        return entries;
    }

    Origin origin() {
        return origin;
    }

    void becomes(Origin next) {
        origin = next;
    }
}
