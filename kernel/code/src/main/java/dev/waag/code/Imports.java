package dev.waag.code;

/** The names that imports bring in. */
final class Imports {
    private Imports() {}

    static void plain(Walk walk, int n, Scope scope) {
        Tree tree = walk.tree;
        for (int c : tree.children(n)) {
            if (tree.kind(c) == Kind.ALIASED_IMPORT) {
                int alias = tree.child(c, Field.ALIAS);
                String name = name(tree, tree.child(c, Field.NAME));
                if (alias != Tree.NO) {
                    scope.set(tree.text(alias), module(name));
                }
            } else if (tree.kind(c) == Kind.DOTTED_NAME) {
                String name = name(tree, c);
                String first = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
                scope.set(first, module(first));
            }
        }
    }

    static void from(Walk walk, int n, Scope scope) {
        Tree tree = walk.tree;
        int from = tree.child(n, Field.MODULE_NAME);
        String module = from == Tree.NO ? "" : name(tree, from);
        boolean relative = from != Tree.NO && tree.kind(from) == Kind.RELATIVE_IMPORT;
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

    private static Value module(String name) {
        return Evaluator.named(name, 0);
    }

    private static String name(Tree tree, int n) {
        return n == Tree.NO ? "" : tree.text(n).replaceAll("\\s+", "");
    }
}
