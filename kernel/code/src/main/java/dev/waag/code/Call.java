package dev.waag.code;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call as the walk came upon it.
 *
 * @param node where
 * @param name the full name of what is called, by {@link Names#normal}; empty where unknown
 * @param callee what is called
 * @param args by position
 * @param named by name; {@code **} under that key
 */
record Call(int node, String name, Value callee, List<Value> args, Map<String, Value> named, Scope scope) {
    int marks() {
        int marks = 0;
        for (Value v : args) {
            marks |= v.marks();
        }
        for (Value v : named.values()) {
            marks |= v.marks();
        }
        return marks;
    }

    /** An argument by position or by name. */
    Value arg(int position, String key) {
        if (position < args.size()) {
            return args.get(position);
        }
        Value v = named.get(key);
        return v == null ? Value.UNKNOWN : v;
    }

    @Nullable
    String textOf(int position) {
        return position < args.size() ? args.get(position).text() : null;
    }
}
