package dev.waag.code;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a node is to its parent, by the grammar. */
enum Field {
    NONE,
    NAME,
    MODULE_NAME,
    ALIAS,
    FUNCTION,
    ARGUMENTS,
    ARGUMENT,
    OBJECT,
    ATTRIBUTE,
    LEFT,
    RIGHT,
    OPERATOR,
    OPERATORS,
    VALUE,
    BODY,
    CONDITION,
    CONSEQUENCE,
    ALTERNATIVE,
    SUBSCRIPT,
    DEFINITION,
    PARAMETERS,
    SUPERCLASSES,
    KEY,
    CODE,
    EXPRESSION,
    TYPE,
    RETURN_TYPE;

    private static final Map<String, Field> NAMES = new HashMap<>();

    static {
        for (Field field : values()) {
            NAMES.put(field.name().toLowerCase(Locale.ROOT), field);
        }
    }

    static Field of(String name) {
        return NAMES.getOrDefault(name, NONE);
    }
}
