package dev.waag.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What calls give and do: functions and classes of the same source are entered. */
final class Calls {
    private static final int CALLS_DEEP = 10;
    private static final int ENTRIES = 8;

    private final Walk walk;
    private final Tree tree;
    private final Effects effects;
    private final Evaluator evaluator;

    Calls(Walk walk, Effects effects, Evaluator evaluator) {
        this.walk = walk;
        this.tree = walk.tree;
        this.effects = effects;
        this.evaluator = evaluator;
    }

    Value call(int n, Scope scope) {
        int function = tree.child(n, Field.FUNCTION);
        int arguments = tree.child(n, Field.ARGUMENTS);
        List<Value> args = new ArrayList<>();
        Map<String, Value> named = new HashMap<>();
        Value callee;
        Value object = Value.UNKNOWN;
        String method = "";
        if (function != Tree.NO && tree.kind(function) == Kind.ATTRIBUTE) {
            object = evaluator.eval(tree.child(function, Field.OBJECT), scope);
            int attribute = tree.child(function, Field.ATTRIBUTE);
            method = attribute == Tree.NO ? "" : tree.text(attribute);
            callee = effects.reached(function, evaluator.members.get(object, method));
        } else {
            callee = evaluator.eval(function, scope);
        }
        if (arguments != Tree.NO && tree.kind(arguments) == Kind.ARGUMENT_LIST) {
            arguments(arguments, args, named, scope);
        } else if (arguments != Tree.NO) {
            args.add(evaluator.eval(arguments, scope));
        }
        Call call = new Call(n, callee.unit() == null ? callee.name() : "", callee, args, named, scope);
        if (!method.isEmpty()) {
            int base = function == Tree.NO ? Tree.NO : tree.child(function, Field.OBJECT);
            Value v = effects.method(call, object, method, base);
            if (v != null) {
                return v;
            }
        }
        return call(call);
    }

    private void arguments(int n, List<Value> args, Map<String, Value> named, Scope scope) {
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            switch (tree.kind(c)) {
                case COMMENT, TOKEN -> {}
                case KEYWORD_ARGUMENT -> {
                    int name = tree.child(c, Field.NAME);
                    Value v = evaluator.eval(tree.child(c, Field.VALUE), scope);
                    if (name != Tree.NO) {
                        named.put(tree.text(name), v);
                    }
                }
                case LIST_SPLAT -> {
                    Value v = evaluator.eval(c, scope);
                    if (v.items() != null) {
                        args.addAll(v.items());
                    } else {
                        args.add(v);
                    }
                }
                case DICTIONARY_SPLAT -> {
                    Value v = evaluator.eval(c, scope);
                    if (v.fields() != null) {
                        named.putAll(v.fields());
                    }
                    named.put("**", v);
                }
                default -> args.add(evaluator.eval(c, scope));
            }
        }
    }

    /** Calls what is known: a function or class of this file, else by its name. */
    Value call(Call call) {
        Unit unit = call.callee().unit();
        if (unit == null) {
            return effects.call(call);
        }
        if (call.callee().isInstance()) {
            Value method = unit.member("__call__", 0);
            return method != null && method.unit() != null
                    ? enter(method.unit(), call.args(), call.named(), call.callee())
                    : Value.marked(call.marks());
        }
        if (!unit.isClass) {
            Value self = call.callee().self();
            Value result = enter(unit, call.args(), call.named(), self == null ? Value.UNKNOWN : self);
            return result.name().isEmpty()
                            && result.text() == null
                            && result.items() == null
                            && result.unit() == null
                            && result.fields() == null
                    ? result.mark(unit.active || result.marks() == 0 ? call.marks() & Mark.PRIVATE : 0)
                    : result;
        }
        return construct(unit, call);
    }

    private Value construct(Unit unit, Call call) {
        Value made = Value.instance(unit);
        for (String step : List.of("__new__", "__init__", "__post_init__")) {
            Value method = unit.member(step, 0);
            if (method != null && method.unit() != null) {
                enter(method.unit(), call.args(), call.named(), made);
            }
        }
        return made.mark(call.marks() & Mark.PRIVATE);
    }

    /** Walks the body of a function with its parameters bound. */
    Value enter(Unit unit, List<Value> args, Map<String, Value> named, Value self) {
        int marks = 0;
        for (Value v : args) {
            marks |= v.marks();
        }
        if (unit.active || unit.entries >= ENTRIES || walk.calls > CALLS_DEEP || unit.isClass) {
            return Value.marked(marks);
        }
        unit.active = true;
        unit.entries++;
        if (unit.entered == null || walk.phase.compareTo(unit.entered) < 0) {
            unit.entered = walk.phase;
        }
        walk.calls++;
        int depth = walk.depth;
        walk.depth = Math.min(depth, walk.limits.depth() / 2);
        Scope scope = new Scope(unit.outer, false);
        bind(unit, args, named, self, scope);
        int body = tree.child(unit.node, Field.BODY);
        if (body != Tree.NO && tree.kind(unit.node) == Kind.LAMBDA) {
            scope.result = evaluator.eval(body, scope);
        } else if (body != Tree.NO) {
            walk.block(body, scope);
        }
        walk.depth = depth;
        walk.calls--;
        unit.active = false;
        return scope.result;
    }

    private void bind(Unit unit, List<Value> args, Map<String, Value> named, Value self, Scope scope) {
        int parameters = tree.child(unit.node, Field.PARAMETERS);
        if (parameters == Tree.NO) {
            return;
        }
        int i = self.equals(Value.UNKNOWN) ? 0 : -1;
        boolean bare = false;
        for (int p : tree.children(parameters)) {
            int at = tree.child(p, Field.NAME);
            int name = tree.kind(p) == Kind.IDENTIFIER ? p : at != Tree.NO ? at : tree.first(p);
            if (name == Tree.NO) {
                bare = true;
                continue;
            }
            Kind kind = tree.kind(tree.kind(p) == Kind.TYPED_PARAMETER ? name : p);
            String key = tree.text(
                    kind == Kind.LIST_SPLAT_PATTERN || kind == Kind.DICTIONARY_SPLAT_PATTERN
                            ? first(tree.kind(p) == Kind.TYPED_PARAMETER ? name : p)
                            : name);
            if (kind == Kind.LIST_SPLAT_PATTERN) {
                scope.names.put(
                        key,
                        Value.list(i < 0 || i >= args.size() ? List.of() : List.copyOf(args.subList(i, args.size()))));
                bare = true;
            } else if (kind == Kind.DICTIONARY_SPLAT_PATTERN) {
                int marks = 0;
                for (Value v : named.values()) {
                    marks |= v.marks();
                }
                scope.names.put(key, Value.fields(new HashMap<>(named), marks));
            } else if (i < 0) {
                scope.names.put(key, self);
                i++;
            } else {
                Value given = named.get(key);
                int fallback = tree.child(p, Field.VALUE);
                Value v = given != null
                        ? given
                        : !bare && i < args.size()
                                ? args.get(i)
                                : fallback != Tree.NO ? evaluator.eval(fallback, unit.outer) : Value.UNKNOWN;
                scope.names.put(key, v);
                i++;
            }
        }
    }

    private int first(int n) {
        return tree.first(n) == Tree.NO ? n : tree.first(n);
    }

    /** Calls a function that was handed over, as one that runs others does. */
    void callBack(@Nullable Value function, List<Value> args) {
        if (function != null && function.unit() != null && !function.unit().isClass) {
            Value self = function.self();
            enter(function.unit(), args, Map.of(), self == null ? Value.UNKNOWN : self);
        }
    }
}
