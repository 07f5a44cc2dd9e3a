package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashSet;
import java.util.Set;

/** How a source looks as a whole: names that no person gave, and one literal that is nearly all of it. */
final class Disguise {
    /** So many names of machine make, and so large a part of all, are no accident. */
    private static final int NAMES = 8;

    private static final int SHORTEST_NAME = 5;
    private static final int SHORTEST_LITERAL = 2_000;
    /** Of packed data; what has shorter ones is a list of words. */
    private static final int SHORTEST_LINE = 40;

    private Disguise() {}

    static void look(Tree tree, Phase phase, Findings findings) {
        Set<String> made = new HashSet<>();
        Set<String> all = new HashSet<>();
        int first = Tree.NO;
        for (int n = 0; n < tree.size(); n++) {
            switch (tree.kind(n)) {
                case IDENTIFIER -> {
                    String name = new String(tree.source, tree.start(n), tree.end(n) - tree.start(n), ISO_8859_1);
                    if (all.add(name) && isMade(name) && made.add(name) && first == Tree.NO) {
                        first = n;
                    }
                }
                case STRING_CONTENT -> literal(tree, n, phase, findings);
                default -> {}
            }
        }
        if (made.size() >= NAMES && made.size() * 4 >= all.size()) {
            findings.add(
                    Signal.SCRAMBLED,
                    phase,
                    tree.line(tree.start(first)),
                    "has " + made.size() + " names of machine make, as tools give that hide what code does",
                    tree.lineText(tree.start(first), 400));
        }
    }

    private static void literal(Tree tree, int n, Phase phase, Findings findings) {
        int length = tree.end(n) - tree.start(n);
        if (length < SHORTEST_LITERAL || length < tree.source.length / 10 * 7) {
            return;
        }
        String text = new String(tree.source, tree.start(n), Math.min(length, 8192), ISO_8859_1);
        String dense = text.replace("\n", "");
        boolean list = (text.length() - dense.length()) * SHORTEST_LINE > text.length();
        if (!list && Entropy.looksPacked(dense)) {
            findings.add(
                    Signal.PACKED,
                    phase,
                    tree.line(tree.start(n)),
                    "is little more than one packed literal of " + length + " characters",
                    text.substring(0, 80));
        }
    }

    /** {@code _0x4f2a1c}, {@code OO00O0OO}, {@code lIlIIllI}, {@code __________}: made so that nobody can keep them apart. */
    private static boolean isMade(String name) {
        if (name.length() < SHORTEST_NAME) {
            return false;
        }
        if (name.startsWith("_0x") || name.startsWith("0x", 1)) {
            return true;
        }
        return name.length() > SHORTEST_NAME && (only(name, "O0o_") || only(name, "lI1i_") || only(name, "_"));
    }

    private static boolean only(String name, String characters) {
        for (int i = 0; i < name.length(); i++) {
            if (characters.indexOf(name.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
