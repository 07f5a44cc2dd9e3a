package dev.waag.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function, lambda or class of the file, with the scope that it was defined in. */
final class Unit {
    final String name;
    final int node;
    final Scope outer;
    final boolean isClass;
    /** The class's own names: methods and values. */
    final Map<String, Value> members = new HashMap<>();
    /** What a class is derived from. */
    List<Value> bases = List.of();
    /** The earliest phase in which it was entered. */
    @Nullable
    Phase entered;

    int entries;
    boolean active;

    Unit(String name, int node, Scope outer, boolean isClass) {
        this.name = name;
        this.node = node;
        this.outer = outer;
        this.isClass = isClass;
    }

    /** A member of the class or of those of its bases that lie in this file. */
    @Nullable
    Value member(String key, int depth) {
        Value own = members.get(key);
        if (own != null || depth > 8) {
            return own;
        }
        for (Value base : bases) {
            if (base.unit() != null && base.unit() != this) {
                Value found = base.unit().member(key, depth + 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
