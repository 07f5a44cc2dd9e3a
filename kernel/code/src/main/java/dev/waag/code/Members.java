package dev.waag.code;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies in another value: {@code object.key}, {@code object[key]}, what an iteration gives. */
final class Members {
    private final Tree tree;
    private final Effects effects;
    private final Evaluator evaluator;

    Members(Walk walk, Effects effects, Evaluator evaluator) {
        this.tree = walk.tree;
        this.effects = effects;
        this.evaluator = evaluator;
    }

    Value attribute(int n, Scope scope) {
        Value object = evaluator.eval(tree.child(n, Field.OBJECT), scope);
        int attribute = tree.child(n, Field.ATTRIBUTE);
        return attribute == Tree.NO ? object : effects.reached(n, get(object, tree.text(attribute)));
    }

    /** {@code object.key}. */
    Value get(Value object, String key) {
        Map<String, Value> fields = object.fields();
        if (fields != null) {
            Value v = fields.get(key);
            if (v != null) {
                return v;
            }
        }
        Unit unit = object.unit();
        if (unit != null) {
            Value v = unit.isClass ? unit.member(key, 0) : null;
            if (v != null) {
                return v.unit() != null && !v.isInstance() ? v.bind(object) : v;
            }
            for (Value base : unit.bases) {
                if (!base.name().isEmpty() && base.unit() == null) {
                    return Evaluator.named(base.name() + "()." + key, object.marks());
                }
            }
            return key.equals("__dict__") ? object : Value.marked(object.marks());
        }
        if (key.equals("__dict__") || key.equals("__call__") || key.equals("__func__") || key.equals("__wrapped__")) {
            return object;
        }
        if (object.text() != null && (key.equals("parent") || key.equals("name") || key.equals("resolve"))) {
            return object;
        }
        if (object.name().isEmpty() || object.name().equals("None")) {
            return Value.marked(object.marks());
        }
        String module = object.name().startsWith("sys.modules") ? "" : object.name();
        // how a module was reached says nothing of what is in it
        int marks = module.indexOf('(') < 0
                ? object.marks() & ~(Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED)
                : object.marks();
        return Evaluator.named(module.isEmpty() ? key : module + "." + key, marks);
    }

    Value subscript(int n, Scope scope) {
        Value object = evaluator.eval(tree.child(n, Field.VALUE), scope);
        int index = tree.child(n, Field.SUBSCRIPT);
        if (index == Tree.NO) {
            return object;
        }
        if (tree.kind(index) == Kind.SLICE) {
            return slice(index, object, scope);
        }
        Value key = evaluator.eval(index, scope);
        return effects.reached(n, at(object, key, scope, n));
    }

    /** {@code object[key]}. */
    Value at(Value object, Value key, Scope scope, int node) {
        String k = key.text();
        Long i = key.number();
        List<Value> items = object.items();
        if (items != null && i != null) {
            long at = i < 0 ? i + items.size() : i;
            return at >= 0 && at < items.size() ? items.get((int) at) : Value.UNKNOWN;
        }
        if (object.text() != null && i != null) {
            long at = i < 0 ? i + object.text().length() : i;
            return at < 0 || at >= object.text().length()
                    ? Value.UNKNOWN
                    : object.bytes()
                            ? Value.number(object.text().charAt((int) at))
                            : Value.text(
                                    String.valueOf(object.text().charAt((int) at)),
                                    object.marks() | Mark.COMPUTED | Mark.SCRAMBLED);
        }
        Map<String, Value> fields = object.fields();
        if (k != null && fields != null && fields.containsKey(k)) {
            return fields.getOrDefault(k, Value.UNKNOWN);
        }
        int hidden = key.marks() & (Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED);
        return switch (object.name()) {
            case "os.environ", "os.environb" ->
                Mark.any(key.marks(), Mark.ENV) ? Value.marked(Mark.ENV) : Known.variable(k == null ? "" : k);
            case "sys.modules" -> k == null ? Value.UNKNOWN : Evaluator.named(k, hidden);
            case "globals()", "locals()", "vars()" -> {
                Value v = k == null ? null : scope.find(k);
                yield v != null
                        ? v
                        : k == null
                                ? Value.UNKNOWN
                                : k.equals("__builtins__")
                                        ? Value.named("__builtins__", hidden)
                                        : Evaluator.named(k, hidden);
            }
            case "__builtins__", "builtins", "__builtin__" -> k == null ? Value.UNKNOWN : Evaluator.named(k, hidden);
            default ->
                object.name().isEmpty() || object.isInstance() || object.unit() != null
                        ? Value.marked(object.marks())
                        : k != null && isModule(object.name())
                                ? Evaluator.named(object.name() + "." + k, object.marks() | hidden)
                                : Value.marked(object.marks());
        };
    }

    private static boolean isModule(String name) {
        return switch (name) {
            case "os",
                    "sys",
                    "subprocess",
                    "socket",
                    "ctypes",
                    "importlib",
                    "base64",
                    "zlib",
                    "marshal",
                    "requests",
                    "urllib.request",
                    "ctypes.windll",
                    "ctypes.cdll" -> true;
            default -> false;
        };
    }

    private Value slice(int n, Value object, Scope scope) {
        @Nullable Long[] bounds = new @Nullable Long[3];
        int at = 0;
        int end = tree.start(n);
        for (int c = tree.first(n); c != Tree.NO && at < 3; c = tree.next(c)) {
            for (int i = end; i < tree.start(c); i++) {
                at += tree.source[i] == ':' ? 1 : 0;
            }
            if (at < 3) {
                bounds[at] = evaluator.eval(c, scope).number();
            }
            end = tree.end(c);
        }
        Value v = Fold.slice(object, bounds[0], bounds[1], bounds[2]);
        return v == null
                ? Value.marked(object.marks())
                : v.text() == null ? v : evaluator.made(n, v.text(), v.bytes(), v.marks());
    }

    /** What an iteration gives at a time. */
    Value element(Value over) {
        List<Value> items = over.items();
        if (items != null && !items.isEmpty()) {
            return items.getFirst().mark(over.marks());
        }
        if (over.name().equals("os.environ")) {
            return Value.marked(Mark.ENV);
        }
        return over.text() != null && over.text().length() > 1
                ? Value.marked(over.marks())
                : over.fields() != null
                        ? Value.marked(over.marks())
                        : over.name().isEmpty() ? Value.marked(over.marks()) : over;
    }
}
