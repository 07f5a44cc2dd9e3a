package dev.waag.code;

import java.util.Set;

/** The names that imports bring in. */
final class Imports {
    private static final Set<String> WATCHING = Set.of("pynput", "pyHook", "PyHook3", "pyxhook");

    private Imports() {}

    static void plain(Walk walk, int n, Scope scope) {
        Tree tree = walk.tree;
        for (int c : tree.children(n)) {
            if (tree.kind(c) == Kind.ALIASED_IMPORT) {
                int alias = tree.child(c, Field.ALIAS);
                String name = name(tree, tree.child(c, Field.NAME));
                if (alias != Tree.NO) {
                    scope.set(tree.text(alias), module(name));
                    seen(walk, name, n);
                }
            } else if (tree.kind(c) == Kind.DOTTED_NAME) {
                String name = name(tree, c);
                String first = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
                scope.set(first, module(first));
                seen(walk, name, n);
            }
        }
    }

    static void from(Walk walk, int n, Scope scope) {
        Tree tree = walk.tree;
        int from = tree.child(n, Field.MODULE_NAME);
        String module = from == Tree.NO ? "" : name(tree, from);
        boolean relative = from != Tree.NO && tree.kind(from) == Kind.RELATIVE_IMPORT;
        seen(walk, module, n);
        for (int c : tree.children(n)) {
            if (c == from) {
                continue;
            }
            switch (tree.kind(c)) {
                case WILDCARD_IMPORT -> {
                    if (!relative) {
                        scope.stars.add(module);
                    }
                }
                case ALIASED_IMPORT -> {
                    int alias = tree.child(c, Field.ALIAS);
                    if (alias != Tree.NO) {
                        scope.set(
                                tree.text(alias),
                                relative
                                        ? Value.UNKNOWN
                                        : module(module + "." + name(tree, tree.child(c, Field.NAME))));
                    }
                }
                case DOTTED_NAME, IDENTIFIER -> {
                    String name = name(tree, c);
                    scope.set(name, relative ? Value.UNKNOWN : module(module + "." + name));
                }
                default -> {}
            }
        }
    }

    private static void seen(Walk walk, String module, int n) {
        String first = module.contains(".") ? module.substring(0, module.indexOf('.')) : module;
        if (WATCHING.contains(first)) {
            walk.effects.add(Signal.KEYS_WATCHED, n, "watches the keyboard or the mouse (" + first + ")");
        }
    }

    private static Value module(String name) {
        return Evaluator.named(name, 0);
    }

    private static String name(Tree tree, int n) {
        return n == Tree.NO ? "" : tree.text(n).replaceAll("\\s+", "");
    }
}
