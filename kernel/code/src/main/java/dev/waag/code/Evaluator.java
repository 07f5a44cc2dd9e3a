package dev.waag.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an expression gives, as far as it can be known, and what its evaluation does. */
final class Evaluator {
    /** Elements of a comprehension or list that are worked out one by one. */
    private static final int ELEMENTS = 4096;

    /** 169.254.169.254 as a number. */
    private static final long METADATA = 0xA9FEA9FEL;

    private static final int CALLS_DEEP = 10;
    private static final int ENTRIES = 8;

    private final Walk walk;
    private final Tree tree;
    private final Effects effects;

    Evaluator(Walk walk, Effects effects) {
        this.walk = walk;
        this.tree = walk.tree;
        this.effects = effects;
    }

    /** A module, or something in one, with the marks that it always has. */
    static Value named(String name, int marks) {
        String n = Names.normal(name);
        return Value.named(n, marks | Known.marks(n));
    }

    Value eval(int n, Scope scope) {
        if (n == Tree.NO || walk.depth > walk.limits.depth() || !walk.step()) {
            return Value.UNKNOWN;
        }
        walk.depth++;
        try {
            return switch (tree.kind(n)) {
                case IDENTIFIER -> identifier(tree.text(n), scope);
                case STRING -> string(n, scope);
                case CONCATENATED_STRING -> concatenated(n, scope);
                case INTEGER -> integer(n);
                case ATTRIBUTE -> attribute(n, scope);
                case CALL -> call(n, scope);
                case BINARY_OPERATOR -> binary(n, scope);
                case SUBSCRIPT -> subscript(n, scope);
                case LIST, TUPLE, SET, EXPRESSION_LIST -> list(n, scope);
                case DICTIONARY -> dictionary(n, scope);
                case LAMBDA -> lambda(n, scope);
                case LIST_COMPREHENSION, GENERATOR_EXPRESSION, SET_COMPREHENSION, DICTIONARY_COMPREHENSION ->
                    comprehension(n, scope);
                case ASSIGNMENT -> assignment(n, scope);
                case AUGMENTED_ASSIGNMENT -> augmented(n, scope);
                case NAMED_EXPRESSION -> {
                    Value v = eval(tree.child(n, Field.VALUE), scope);
                    int name = tree.child(n, Field.NAME);
                    if (name != Tree.NO) {
                        scope.set(tree.text(name), v);
                    }
                    yield v;
                }
                case AS_PATTERN -> as(n, scope);
                case CONDITIONAL_EXPRESSION, BOOLEAN_OPERATOR -> either(n, scope);
                case COMPARISON_OPERATOR, NOT_OPERATOR -> {
                    children(n, scope);
                    yield Value.UNKNOWN;
                }
                case YIELD -> {
                    Value v = children(n, scope);
                    scope.result = v.or(scope.result);
                    yield v;
                }
                case COMMENT, TOKEN, TYPE -> Value.UNKNOWN;
                case UNARY_OPERATOR -> {
                    Value v = children(n, scope);
                    Long number = v.number();
                    yield number != null && tree.text(n).startsWith("-")
                            ? Value.number(-number)
                            : number != null && tree.text(n).startsWith("~") ? Value.number(~number) : v;
                }
                case NONE -> Value.named("None", 0);
                default -> children(n, scope);
            };
        } finally {
            walk.depth--;
        }
    }

    /** Of what is in parentheses, or behind a star or {@code await}: the last child with the marks of all. */
    private Value children(int n, Scope scope) {
        Value v = Value.UNKNOWN;
        int marks = 0;
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            if (tree.kind(c) != Kind.COMMENT && tree.kind(c) != Kind.TOKEN) {
                v = eval(c, scope);
                marks |= v.marks();
            }
        }
        return v.mark(marks);
    }

    private Value either(int n, Scope scope) {
        Value v = Value.UNKNOWN;
        for (int c : tree.children(n)) {
            Value next = eval(c, scope);
            v = v.equals(Value.UNKNOWN) ? next : v.or(next);
        }
        return v;
    }

    private Value identifier(String name, Scope scope) {
        Value v = scope.find(name);
        if (v != null) {
            return v;
        }
        for (String star : scope.top().stars) {
            String full = Names.normal(star + "." + name);
            if (Names.isSensitive(full) || Known.marks(full) != 0 || Known.isListed(full)) {
                return named(full, 0);
            }
        }
        return Value.named(name.equals("unicode") ? "str" : name, 0);
    }

    private Value string(int n, Scope scope) {
        String start = "";
        StringBuilder out = new StringBuilder();
        int marks = 0;
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            switch (tree.kind(c)) {
                case STRING_START -> start = tree.text(c);
                case STRING_CONTENT -> {
                    String s = tree.text(c);
                    out.append(Literals.isRaw(start) ? s : Literals.unescape(s, Literals.isBytes(start)));
                }
                case INTERPOLATION -> {
                    Value v = eval(tree.child(c, Field.EXPRESSION), scope);
                    marks |= v.marks() & ~Mark.COMPUTED;
                    out.append(v.textOrHole());
                }
                default -> {}
            }
        }
        String text = out.toString();
        marks |= Places.marks(text) | (Entropy.looksPacked(text) ? Mark.BLOB : 0);
        effects.text(n, text, marks);
        return Literals.isBytes(start) ? Value.bytes(text, marks) : Value.text(text, marks);
    }

    private Value concatenated(int n, Scope scope) {
        StringBuilder out = new StringBuilder();
        int marks = 0;
        boolean bytes = false;
        for (int c : tree.children(n)) {
            Value v = eval(c, scope);
            out.append(v.textOrHole());
            marks |= v.marks();
            bytes |= v.bytes();
        }
        return made(n, out.toString(), bytes, marks);
    }

    /** A text that was put together: looked at as a whole. */
    Value made(int n, String text, boolean bytes, int marks) {
        int all = marks | Places.marks(text) | (Entropy.looksPacked(text) ? Mark.BLOB : 0);
        if (all != marks) {
            effects.text(n, text, all);
        }
        return bytes ? Value.bytes(text, all) : Value.text(text, all);
    }

    private Value integer(int n) {
        String s = tree.text(n).replace("_", "").replaceAll("[lLjJ]$", "");
        try {
            long v = s.length() > 1 && s.charAt(0) == '0' && Character.isDigit(s.charAt(1))
                    ? Long.parseLong(s, 8)
                    : s.startsWith("0b") || s.startsWith("0B")
                            ? Long.parseLong(s.substring(2), 2)
                            : s.startsWith("0o") || s.startsWith("0O")
                                    ? Long.parseLong(s.substring(2), 8)
                                    : Long.decode(s);
            if (v == METADATA) {
                effects.capability(Capability.CLOUD_METADATA);
            }
            return v == METADATA ? Value.number(v).mark(Mark.METADATA_URL) : Value.number(v);
        } catch (NumberFormatException e) {
            return Value.UNKNOWN;
        }
    }

    private Value attribute(int n, Scope scope) {
        Value object = eval(tree.child(n, Field.OBJECT), scope);
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
                    return named(base.name() + "()." + key, object.marks());
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
        return named(module.isEmpty() ? key : module + "." + key, marks);
    }

    private Value subscript(int n, Scope scope) {
        Value object = eval(tree.child(n, Field.VALUE), scope);
        int index = tree.child(n, Field.SUBSCRIPT);
        if (index == Tree.NO) {
            return object;
        }
        if (tree.kind(index) == Kind.SLICE) {
            return slice(index, object, scope);
        }
        Value key = eval(index, scope);
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
            case "sys.modules" -> k == null ? Value.UNKNOWN : named(k, hidden);
            case "globals()", "locals()", "vars()" -> {
                Value v = k == null ? null : scope.find(k);
                yield v != null
                        ? v
                        : k == null
                                ? Value.UNKNOWN
                                : k.equals("__builtins__") ? Value.named("__builtins__", hidden) : named(k, hidden);
            }
            case "__builtins__", "builtins", "__builtin__" -> k == null ? Value.UNKNOWN : named(k, hidden);
            default ->
                object.name().isEmpty() || object.isInstance() || object.unit() != null
                        ? Value.marked(object.marks())
                        : k != null && isModule(object.name())
                                ? named(object.name() + "." + k, object.marks() | hidden)
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
                bounds[at] = eval(c, scope).number();
            }
            end = tree.end(c);
        }
        Value v = Fold.slice(object, bounds[0], bounds[1], bounds[2]);
        return v == null
                ? Value.marked(object.marks())
                : v.text() == null ? v : made(n, v.text(), v.bytes(), v.marks());
    }

    private Value list(int n, Scope scope) {
        List<Value> items = new ArrayList<>();
        int marks = 0;
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            if (tree.kind(c) == Kind.COMMENT || tree.kind(c) == Kind.TOKEN) {
                continue;
            }
            Value v = eval(c, scope);
            marks |= v.marks();
            if (items.size() < 65536) {
                if (tree.kind(c) == Kind.LIST_SPLAT && v.items() != null) {
                    items.addAll(v.items());
                } else {
                    items.add(v);
                }
            }
        }
        return Value.list(items).mark(marks);
    }

    private Value dictionary(int n, Scope scope) {
        Map<String, Value> fields = new LinkedHashMap<>();
        int marks = 0;
        for (int c : tree.children(n)) {
            if (tree.kind(c) == Kind.PAIR) {
                Value key = eval(tree.child(c, Field.KEY), scope);
                Value value = eval(tree.child(c, Field.VALUE), scope);
                marks |= value.marks() | key.marks() & ~Mark.COMPUTED;
                if (key.text() != null) {
                    fields.put(key.text(), value);
                }
            } else {
                Value spread = eval(c, scope);
                marks |= spread.marks();
                if (spread.fields() != null) {
                    fields.putAll(spread.fields());
                }
            }
        }
        return Value.fields(fields, marks);
    }

    private Value lambda(int n, Scope scope) {
        Unit unit = new Unit("lambda", n, scope, false);
        walk.units.add(unit);
        return Value.of(unit);
    }

    private Value comprehension(int n, Scope scope) {
        Scope inside = new Scope(scope, false);
        int body = tree.child(n, Field.BODY);
        List<Integer> clauses = tree.children(n);
        clauses.removeIf(c -> c == body);
        Value made = Value.UNKNOWN;
        int single = clauses.size() == 1 && tree.kind(clauses.getFirst()) == Kind.FOR_IN_CLAUSE && body != Tree.NO
                ? clauses.getFirst()
                : Tree.NO;
        if (single != Tree.NO && tree.kind(n) != Kind.DICTIONARY_COMPREHENSION) {
            Value over = eval(tree.child(single, Field.RIGHT), scope);
            List<Value> items = Fold.elements(over);
            int left = tree.child(single, Field.LEFT);
            if (items != null && items.size() <= ELEMENTS && left != Tree.NO) {
                List<Value> out = new ArrayList<>();
                for (Value item : items) {
                    assign(left, item.mark(over.marks()), inside, true);
                    out.add(eval(body, inside));
                }
                return Value.list(out).mark(over.marks());
            }
            assign(left, element(over), inside, true);
            made = eval(body, inside);
            return Value.marked(made.marks() | over.marks());
        }
        int marks = 0;
        for (int c : clauses) {
            if (tree.kind(c) == Kind.FOR_IN_CLAUSE) {
                Value over = eval(tree.child(c, Field.RIGHT), inside);
                marks |= over.marks();
                int left = tree.child(c, Field.LEFT);
                if (left != Tree.NO) {
                    assign(left, element(over), inside, true);
                }
            } else {
                eval(c, inside);
            }
        }
        if (body != Tree.NO) {
            made = tree.kind(body) == Kind.PAIR ? children(body, inside) : eval(body, inside);
        }
        return Value.marked(made.marks() | (made.marks() == 0 ? marks & Mark.PRIVATE : marks));
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

    private Value assignment(int n, Scope scope) {
        int right = tree.child(n, Field.RIGHT);
        int left = tree.child(n, Field.LEFT);
        if (right == Tree.NO) {
            return Value.UNKNOWN;
        }
        // a = b = … = value: from the inside out, without going deeper for each
        Deque<Integer> targets = new ArrayDeque<>();
        targets.push(left);
        while (tree.kind(right) == Kind.ASSIGNMENT && tree.child(right, Field.RIGHT) != Tree.NO) {
            targets.push(tree.child(right, Field.LEFT));
            right = tree.child(right, Field.RIGHT);
        }
        Value v = eval(right, scope);
        for (int target : targets) {
            if (target != Tree.NO) {
                assign(target, v, scope, false);
            }
        }
        return v;
    }

    private Value augmented(int n, Scope scope) {
        int left = tree.child(n, Field.LEFT);
        Value old = eval(left, scope);
        Value more = eval(tree.child(n, Field.RIGHT), scope);
        int operator = tree.child(n, Field.OPERATOR);
        Value v = operation(n, operator == Tree.NO ? "+=" : tree.text(operator), old, more);
        if (left != Tree.NO) {
            assign(left, v.mark(old.marks() | more.marks()), scope, true);
        }
        return v;
    }

    private Value as(int n, Scope scope) {
        int first = tree.first(n);
        Value v = first == Tree.NO ? Value.UNKNOWN : eval(first, scope);
        int alias = tree.child(n, Field.ALIAS);
        if (alias != Tree.NO && tree.first(alias) != Tree.NO) {
            Value entered = v;
            Value enter = v.unit() != null && v.isInstance() ? v.unit().member("__enter__", 0) : null;
            if (enter != null && enter.unit() != null) {
                entered = enter(enter.unit(), List.of(), Map.of(), v);
            }
            assign(tree.first(alias), entered, scope, false);
        }
        return v;
    }

    /** @param loose whether the target may keep what it had: in loops and for {@code +=} */
    void assign(int target, Value v, Scope scope, boolean loose) {
        switch (tree.kind(target)) {
            case IDENTIFIER -> {
                if (loose) {
                    scope.names.put(tree.text(target), v);
                } else {
                    scope.set(tree.text(target), v);
                }
            }
            case PATTERN_LIST, TUPLE_PATTERN, LIST_PATTERN, TUPLE, LIST, EXPRESSION_LIST -> {
                int i = 0;
                for (int c : tree.children(target)) {
                    List<Value> items = v.items();
                    assign(c, items != null && i < items.size() ? items.get(i) : Value.marked(v.marks()), scope, loose);
                    i++;
                }
            }
            case ATTRIBUTE -> {
                Value object = eval(tree.child(target, Field.OBJECT), scope);
                int attribute = tree.child(target, Field.ATTRIBUTE);
                if (attribute != Tree.NO) {
                    String key = tree.text(attribute);
                    if (object.fields() != null) {
                        object.fields().put(key, v);
                    } else if (object.unit() != null && object.unit().isClass) {
                        object.unit().members.put(key, v);
                    }
                    effects.assigned(object, key, v);
                    if (object.fields() == null
                            && object.unit() == null
                            && !object.name().equals("self")) {
                        absorb(tree.child(target, Field.OBJECT), object, v.marks() & Mark.PRIVATE, scope);
                    }
                }
            }
            case SUBSCRIPT -> {
                int base = tree.child(target, Field.VALUE);
                Value object = eval(base, scope);
                int index = tree.child(target, Field.SUBSCRIPT);
                Value key = index == Tree.NO ? Value.UNKNOWN : eval(index, scope);
                if (object.fields() != null && key.text() != null) {
                    object.fields().put(key.text(), v);
                }
                absorb(base, object, v.marks(), scope);
            }
            case LIST_SPLAT_PATTERN,
                    DICTIONARY_SPLAT_PATTERN,
                    LIST_SPLAT,
                    PARENTHESIZED_EXPRESSION,
                    AS_PATTERN_TARGET -> {
                if (tree.first(target) != Tree.NO) {
                    assign(tree.first(target), v, scope, loose);
                }
            }
            default -> {}
        }
    }

    /** The object that a name stands for takes in what a method put into it. */
    void absorb(int base, Value object, int marks, Scope scope) {
        if (base != Tree.NO && tree.kind(base) == Kind.IDENTIFIER) {
            scope.change(tree.text(base), object.mark(marks));
        } else if (base != Tree.NO && tree.kind(base) == Kind.ATTRIBUTE && marks != 0) {
            Value holder = eval(tree.child(base, Field.OBJECT), scope);
            int attribute = tree.child(base, Field.ATTRIBUTE);
            if (holder.fields() != null && attribute != Tree.NO) {
                holder.fields().put(tree.text(attribute), object.mark(marks));
            }
        }
    }

    private Value binary(int n, Scope scope) {
        // a chain leans to the left and may be thousands long
        Deque<Integer> chain = new ArrayDeque<>();
        int at = n;
        while (tree.kind(at) == Kind.BINARY_OPERATOR && tree.child(at, Field.LEFT) != Tree.NO) {
            chain.push(at);
            at = tree.child(at, Field.LEFT);
        }
        Value v = eval(at, scope);
        while (!chain.isEmpty()) {
            int operation = chain.pop();
            Value right = eval(tree.child(operation, Field.RIGHT), scope);
            int operator = tree.child(operation, Field.OPERATOR);
            v = operation(operation, operator == Tree.NO ? "" : tree.text(operator), v, right);
        }
        return v;
    }

    private Value operation(int n, String operator, Value a, Value b) {
        int marks = a.marks() | b.marks();
        Long x = a.number();
        Long y = b.number();
        char op = operator.isEmpty() ? ' ' : operator.charAt(0);
        if (x != null && y != null) {
            Long result = Known.arithmetic(operator.replace("=", ""), x, y);
            return result == null ? Value.UNKNOWN : Value.number(result);
        }
        if (op == '+' && (a.text() != null || b.text() != null) && a.items() == null && b.items() == null) {
            String s = a.textOrHole() + b.textOrHole();
            return s.length() > Fold.MOST
                    ? Value.marked(marks)
                    : made(n, s, a.bytes() || b.bytes(), marks | Mark.COMPUTED);
        }
        if (op == '+'
                && a.items() != null
                && b.items() != null
                && a.items().size() + b.items().size() < 65536) {
            List<Value> items = new ArrayList<>(a.items());
            items.addAll(b.items());
            return Value.list(items).mark(marks);
        }
        if (op == '%' && a.text() != null) {
            return made(n, Fold.percent(a.text(), b), a.bytes(), marks | Mark.COMPUTED);
        }
        if (op == '/' && b.text() != null) {
            return made(n, a.textOrHole() + "/" + b.text(), false, marks);
        }
        if (op == '*' && a.text() != null && y != null && y >= 0 && y * a.text().length() < 65536) {
            return made(n, a.text().repeat(y.intValue()), a.bytes(), marks | Mark.COMPUTED);
        }
        if (op == '^') {
            return Value.marked(marks | Mark.DECODED | Mark.SCRAMBLED);
        }
        return Value.marked(marks);
    }

    private Value call(int n, Scope scope) {
        int function = tree.child(n, Field.FUNCTION);
        int arguments = tree.child(n, Field.ARGUMENTS);
        List<Value> args = new ArrayList<>();
        Map<String, Value> named = new HashMap<>();
        Value callee;
        Value object = Value.UNKNOWN;
        String method = "";
        if (function != Tree.NO && tree.kind(function) == Kind.ATTRIBUTE) {
            object = eval(tree.child(function, Field.OBJECT), scope);
            int attribute = tree.child(function, Field.ATTRIBUTE);
            method = attribute == Tree.NO ? "" : tree.text(attribute);
            callee = effects.reached(function, get(object, method));
        } else {
            callee = eval(function, scope);
        }
        if (arguments != Tree.NO && tree.kind(arguments) == Kind.ARGUMENT_LIST) {
            arguments(arguments, args, named, scope);
        } else if (arguments != Tree.NO) {
            args.add(eval(arguments, scope));
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
                    Value v = eval(tree.child(c, Field.VALUE), scope);
                    if (name != Tree.NO) {
                        named.put(tree.text(name), v);
                    }
                }
                case LIST_SPLAT -> {
                    Value v = eval(c, scope);
                    if (v.items() != null) {
                        args.addAll(v.items());
                    } else {
                        args.add(v);
                    }
                }
                case DICTIONARY_SPLAT -> {
                    Value v = eval(c, scope);
                    if (v.fields() != null) {
                        named.putAll(v.fields());
                    }
                    named.put("**", v);
                }
                default -> args.add(eval(c, scope));
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
            scope.result = eval(body, scope);
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
                                : fallback != Tree.NO ? eval(fallback, unit.outer) : Value.UNKNOWN;
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
