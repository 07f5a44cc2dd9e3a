package dev.waag.code;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What is bound to names, attributes and places in containers. */
final class Targets {
    private final Tree tree;
    private final Effects effects;
    private final Evaluator evaluator;

    Targets(Walk walk, Effects effects, Evaluator evaluator) {
        this.tree = walk.tree;
        this.effects = effects;
        this.evaluator = evaluator;
    }

    Value assignment(int n, Scope scope) {
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
        Value v = evaluator.eval(right, scope);
        for (int target : targets) {
            if (target != Tree.NO) {
                assign(target, v, scope, false);
            }
        }
        return v;
    }

    Value augmented(int n, Scope scope) {
        int left = tree.child(n, Field.LEFT);
        Value old = evaluator.eval(left, scope);
        Value more = evaluator.eval(tree.child(n, Field.RIGHT), scope);
        int operator = tree.child(n, Field.OPERATOR);
        Value v = evaluator.operation(n, operator == Tree.NO ? "+=" : tree.text(operator), old, more);
        if (left != Tree.NO) {
            assign(left, v.mark(old.marks() | more.marks()), scope, true);
        }
        return v;
    }

    Value as(int n, Scope scope) {
        int first = tree.first(n);
        Value v = first == Tree.NO ? Value.UNKNOWN : evaluator.eval(first, scope);
        int alias = tree.child(n, Field.ALIAS);
        if (alias != Tree.NO && tree.first(alias) != Tree.NO) {
            Value entered = v;
            Value enter = v.unit() != null && v.isInstance() ? v.unit().member("__enter__", 0) : null;
            if (enter != null && enter.unit() != null) {
                entered = evaluator.calls.enter(enter.unit(), List.of(), Map.of(), v);
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
                Value object = evaluator.eval(tree.child(target, Field.OBJECT), scope);
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
                Value object = evaluator.eval(base, scope);
                int index = tree.child(target, Field.SUBSCRIPT);
                Value key = index == Tree.NO ? Value.UNKNOWN : evaluator.eval(index, scope);
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
            Value holder = evaluator.eval(tree.child(base, Field.OBJECT), scope);
            int attribute = tree.child(base, Field.ATTRIBUTE);
            if (holder.fields() != null && attribute != Tree.NO) {
                holder.fields().put(tree.text(attribute), object.mark(marks));
            }
        }
    }
}
