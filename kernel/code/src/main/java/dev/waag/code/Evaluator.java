package dev.waag.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an expression gives, as far as it can be known, and what its evaluation does. */
final class Evaluator {
    /** Elements of a comprehension or list that are worked out one by one. */
    private static final int ELEMENTS = 4096;

    /** 169.254.169.254 as a number. */
    private static final long METADATA = 0xA9FEA9FEL;

    private final Walk walk;
    private final Tree tree;
    private final Effects effects;
    final Members members;
    final Targets targets;
    final Calls calls;

    Evaluator(Walk walk, Effects effects) {
        this.walk = walk;
        this.tree = walk.tree;
        this.effects = effects;
        this.members = new Members(walk, effects, this);
        this.targets = new Targets(walk, effects, this);
        this.calls = new Calls(walk, effects, this);
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
                case ATTRIBUTE -> members.attribute(n, scope);
                case CALL -> calls.call(n, scope);
                case BINARY_OPERATOR -> binary(n, scope);
                case SUBSCRIPT -> members.subscript(n, scope);
                case LIST, TUPLE, SET, EXPRESSION_LIST -> list(n, scope);
                case DICTIONARY -> dictionary(n, scope);
                case LAMBDA -> lambda(n, scope);
                case LIST_COMPREHENSION, GENERATOR_EXPRESSION, SET_COMPREHENSION, DICTIONARY_COMPREHENSION ->
                    comprehension(n, scope);
                case ASSIGNMENT -> targets.assignment(n, scope);
                case AUGMENTED_ASSIGNMENT -> targets.augmented(n, scope);
                case NAMED_EXPRESSION -> {
                    Value v = eval(tree.child(n, Field.VALUE), scope);
                    int name = tree.child(n, Field.NAME);
                    if (name != Tree.NO) {
                        scope.set(tree.text(name), v);
                    }
                    yield v;
                }
                case AS_PATTERN -> targets.as(n, scope);
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
                    targets.assign(left, item.mark(over.marks()), inside, true);
                    out.add(eval(body, inside));
                }
                return Value.list(out).mark(over.marks());
            }
            targets.assign(left, members.element(over), inside, true);
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
                    targets.assign(left, members.element(over), inside, true);
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

    Value operation(int n, String operator, Value a, Value b) {
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
}
