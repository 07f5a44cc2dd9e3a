package dev.waag.code;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.treesitter.utils.NativeUtils;

/**
 * The functions of tree-sitter's C interface that the walk needs, called directly.
 *
 * <p>The library's own Java objects cost 6 µs a node (they look up classes and fields by name on each call); these calls cost a fiftieth of that.
 * Nothing is loaded before the first parse.
 */
final class TreeSitter {
    /** {@code TSNode}: four numbers, two pointers; handed over by value. */
    static final MemoryLayout NODE = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(4, JAVA_INT), ADDRESS.withName("id"), ADDRESS.withName("tree"));

    /** {@code TSTreeCursor}: two pointers and three numbers. */
    static final MemoryLayout CURSOR = MemoryLayout.structLayout(
            ADDRESS, ADDRESS, MemoryLayout.sequenceLayout(3, JAVA_INT), MemoryLayout.paddingLayout(4));

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option SHORT = Linker.Option.critical(false);
    private static final SymbolLookup SYMBOLS = load();

    static final MethodHandle PARSER_NEW = of("ts_parser_new", FunctionDescriptor.of(ADDRESS));
    static final MethodHandle PARSER_DELETE = of("ts_parser_delete", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle SET_LANGUAGE =
            of("ts_parser_set_language", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS));
    static final MethodHandle PARSE =
            of("ts_parser_parse_string", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    static final MethodHandle TREE_DELETE = of("ts_tree_delete", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle ROOT = of("ts_tree_root_node", FunctionDescriptor.of(NODE, ADDRESS));
    static final MethodHandle CURSOR_NEW = of("ts_tree_cursor_new", FunctionDescriptor.of(CURSOR, NODE));
    static final MethodHandle CURSOR_DELETE = of("ts_tree_cursor_delete", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle CURSOR_NODE =
            of("ts_tree_cursor_current_node", FunctionDescriptor.of(NODE, ADDRESS), SHORT);
    static final MethodHandle CURSOR_FIELD =
            of("ts_tree_cursor_current_field_id", FunctionDescriptor.of(JAVA_SHORT, ADDRESS), SHORT);
    static final MethodHandle FIRST_CHILD =
            of("ts_tree_cursor_goto_first_child", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), SHORT);
    static final MethodHandle NEXT_SIBLING =
            of("ts_tree_cursor_goto_next_sibling", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), SHORT);
    static final MethodHandle GO_PARENT =
            of("ts_tree_cursor_goto_parent", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), SHORT);
    static final MethodHandle SYMBOL = of("ts_node_symbol", FunctionDescriptor.of(JAVA_SHORT, NODE), SHORT);
    static final MethodHandle START = of("ts_node_start_byte", FunctionDescriptor.of(JAVA_INT, NODE), SHORT);
    static final MethodHandle END = of("ts_node_end_byte", FunctionDescriptor.of(JAVA_INT, NODE), SHORT);
    static final MethodHandle SYMBOL_COUNT = of("ts_language_symbol_count", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    static final MethodHandle SYMBOL_NAME =
            of("ts_language_symbol_name", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_SHORT));
    static final MethodHandle SYMBOL_TYPE =
            of("ts_language_symbol_type", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    static final MethodHandle FIELD_COUNT = of("ts_language_field_count", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    static final MethodHandle FIELD_NAME =
            of("ts_language_field_name_for_id", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_SHORT));

    static final MemorySegment PYTHON = language();

    private TreeSitter() {}

    private static SymbolLookup load() {
        NativeUtils.loadLib("lib/tree-sitter");
        NativeUtils.loadLib("lib/tree-sitter-python");
        return SymbolLookup.loaderLookup();
    }

    @SuppressWarnings("restricted") // calling C is what this class is for; the launcher allows it
    private static MethodHandle of(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), type, options);
    }

    private static MemorySegment language() {
        try {
            return (MemorySegment)
                    of("tree_sitter_python", FunctionDescriptor.of(ADDRESS)).invokeExact();
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** The text that a pointer of the grammar's own tables leads to. */
    @SuppressWarnings("restricted")
    static String text(MemorySegment pointer) {
        return pointer.reinterpret(256).getString(0);
    }

    /** A native call throws nothing by itself: what comes out is the JVM's own failure. */
    static IllegalStateException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call of tree-sitter failed", e);
    }
}
