package dev.waag.code;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The kinds of node of tree-sitter's Python grammar that the walk tells apart; names as the grammar has them. */
enum Kind {
    MODULE,
    IMPORT_STATEMENT,
    IMPORT_FROM_STATEMENT,
    FUTURE_IMPORT_STATEMENT,
    ALIASED_IMPORT,
    DOTTED_NAME,
    WILDCARD_IMPORT,
    RELATIVE_IMPORT,
    EXPRESSION_STATEMENT,
    ASSIGNMENT,
    AUGMENTED_ASSIGNMENT,
    NAMED_EXPRESSION,
    CALL,
    ARGUMENT_LIST,
    KEYWORD_ARGUMENT,
    ATTRIBUTE,
    SUBSCRIPT,
    SLICE,
    IDENTIFIER,
    STRING,
    STRING_START,
    STRING_CONTENT,
    STRING_END,
    INTERPOLATION,
    CONCATENATED_STRING,
    INTEGER,
    FLOAT,
    TRUE,
    FALSE,
    NONE,
    BINARY_OPERATOR,
    UNARY_OPERATOR,
    BOOLEAN_OPERATOR,
    NOT_OPERATOR,
    COMPARISON_OPERATOR,
    CONDITIONAL_EXPRESSION,
    LAMBDA,
    LAMBDA_PARAMETERS,
    PARENTHESIZED_EXPRESSION,
    LIST,
    TUPLE,
    SET,
    DICTIONARY,
    PAIR,
    LIST_COMPREHENSION,
    GENERATOR_EXPRESSION,
    SET_COMPREHENSION,
    DICTIONARY_COMPREHENSION,
    FOR_IN_CLAUSE,
    IF_CLAUSE,
    LIST_SPLAT,
    DICTIONARY_SPLAT,
    FUNCTION_DEFINITION,
    PARAMETERS,
    DEFAULT_PARAMETER,
    TYPED_PARAMETER,
    TYPED_DEFAULT_PARAMETER,
    LIST_SPLAT_PATTERN,
    DICTIONARY_SPLAT_PATTERN,
    CLASS_DEFINITION,
    DECORATED_DEFINITION,
    DECORATOR,
    BLOCK,
    IF_STATEMENT,
    ELIF_CLAUSE,
    ELSE_CLAUSE,
    FOR_STATEMENT,
    WHILE_STATEMENT,
    TRY_STATEMENT,
    EXCEPT_CLAUSE,
    FINALLY_CLAUSE,
    WITH_STATEMENT,
    WITH_CLAUSE,
    WITH_ITEM,
    AS_PATTERN,
    AS_PATTERN_TARGET,
    RETURN_STATEMENT,
    YIELD,
    AWAIT,
    GLOBAL_STATEMENT,
    NONLOCAL_STATEMENT,
    EXEC_STATEMENT,
    PRINT_STATEMENT,
    PATTERN_LIST,
    TUPLE_PATTERN,
    LIST_PATTERN,
    EXPRESSION_LIST,
    TYPE,
    COMMENT,
    ERROR,
    /** Any other node that has a name. */
    OTHER,
    /** Punctuation and keywords. */
    TOKEN;

    private static final Map<String, Kind> NAMES = new HashMap<>();

    static {
        for (Kind kind : values()) {
            NAMES.put(kind.name().toLowerCase(Locale.ROOT), kind);
        }
        NAMES.put("ERROR", ERROR);
    }

    static Kind of(String name) {
        return NAMES.getOrDefault(name, OTHER);
    }
}
