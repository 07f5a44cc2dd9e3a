package dev.waag.code;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/** From source to {@link Tree}. */
final class Parser {
    /** A chain of operators leans to the left, one level a link. */
    private static final int DEEPEST = 1 << 16;

    private Parser() {}

    /**
     * By {@link Statements} where the source is plain Python 3, which is twenty times as fast; by tree-sitter, which takes whatever there is, where not.
     *
     * @param source UTF-8
     */
    static Tree parse(byte[] source, CodeLimits limits) {
        try {
            Tree tree = Statements.parse(source);
            if (tree.size() < limits.nodes()) {
                return tree;
            }
        } catch (Lexer.Unsure e) {
            // then the other
        }
        return anything(source, limits);
    }

    /** @param source UTF-8, Python of any version or none */
    static Tree anything(byte[] source, CodeLimits limits) {
        Tree tree = new Tree(source);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(Math.max(1, source.length));
            MemorySegment.copy(source, 0, text, JAVA_BYTE, 0, source.length);
            MemorySegment parser = (MemorySegment) TreeSitter.PARSER_NEW.invokeExact();
            try {
                if (!(boolean) TreeSitter.SET_LANGUAGE.invokeExact(parser, TreeSitter.PYTHON)) {
                    throw new IllegalStateException(
                            "tree-sitter does not take its Python grammar: the versions do not fit");
                }
                MemorySegment parsed =
                        (MemorySegment) TreeSitter.PARSE.invokeExact(parser, MemorySegment.NULL, text, source.length);
                try {
                    copy(parsed, tree, arena, limits);
                } finally {
                    TreeSitter.TREE_DELETE.invokeExact(parsed);
                }
            } finally {
                TreeSitter.PARSER_DELETE.invokeExact(parser);
            }
        } catch (Throwable e) {
            throw TreeSitter.failed(e);
        }
        return tree;
    }

    private static void copy(MemorySegment parsed, Tree tree, Arena arena, CodeLimits limits) throws Throwable {
        SegmentAllocator node = SegmentAllocator.prefixAllocator(arena.allocate(TreeSitter.NODE));
        MemorySegment root = (MemorySegment) TreeSitter.ROOT.invokeExact(node, parsed);
        MemorySegment cursor = (MemorySegment) TreeSitter.CURSOR_NEW.invokeExact((SegmentAllocator) arena, root);
        try {
            int[] path = new int[DEEPEST];
            int depth = 0;
            path[0] = tree.add(Kind.MODULE, Field.NONE, 0, tree.source.length);
            boolean down = (boolean) TreeSitter.FIRST_CHILD.invokeExact(cursor);
            while (down && tree.size() < limits.nodes()) {
                MemorySegment at = (MemorySegment) TreeSitter.CURSOR_NODE.invokeExact(node, cursor);
                Kind kind = Grammar.kind((short) TreeSitter.SYMBOL.invokeExact(at));
                Field field = Grammar.field((short) TreeSitter.CURSOR_FIELD.invokeExact(cursor));
                boolean keep = kind != Kind.TOKEN || field == Field.OPERATOR || field == Field.OPERATORS;
                boolean inner = false;
                if (keep) {
                    int n = tree.leaf(
                            kind, (int) TreeSitter.START.invokeExact(at), (int) TreeSitter.END.invokeExact(at));
                    tree.append(path[depth], n, field);
                    if (depth + 1 < path.length && (boolean) TreeSitter.FIRST_CHILD.invokeExact(cursor)) {
                        path[++depth] = n;
                        inner = true;
                    }
                }
                while (!inner && !(boolean) TreeSitter.NEXT_SIBLING.invokeExact(cursor)) {
                    if (depth == 0) {
                        down = false;
                        break;
                    }
                    boolean up = (boolean) TreeSitter.GO_PARENT.invokeExact(cursor);
                    depth--;
                    down = up;
                }
            }
        } finally {
            TreeSitter.CURSOR_DELETE.invokeExact(cursor);
        }
    }
}
