package dev.waag.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that a piece of code sees. */
final class Scope {
    final @Nullable Scope outer;
    final Map<String, Value> names = new HashMap<>();
    final Set<String> globals = new HashSet<>();
    /** What the function returns, so far. */
    Value result = Value.UNKNOWN;
    /** Modules imported with a star. */
    final List<String> stars = new ArrayList<>();
    /** How many branches and loops deep the walk is: an assignment there may not have happened. */
    int branches;

    final boolean isClass;

    Scope(@Nullable Scope outer, boolean isClass) {
        this.outer = outer;
        this.isClass = isClass;
    }

    Scope top() {
        Scope s = this;
        while (s.outer != null) {
            s = s.outer;
        }
        return s;
    }

    @Nullable
    Value find(String name) {
        boolean own = true;
        for (Scope s = this; s != null; s = s.outer) {
            if (own || !s.isClass) {
                Value v = s.names.get(name);
                if (v != null) {
                    return v;
                }
            }
            own = false;
        }
        return null;
    }

    void set(String name, Value value) {
        Scope s = globals.contains(name) ? top() : this;
        Value old = branches > 0 || s != this ? s.names.get(name) : null;
        s.names.put(name, old == null ? value : value.or(old));
    }

    /** Changes what a name stands for where it was bound, as a method that changes its object does. */
    void change(String name, Value value) {
        for (Scope s = this; s != null; s = s.outer) {
            if (s.names.containsKey(name)) {
                s.names.put(name, value);
                return;
            }
        }
    }
}
