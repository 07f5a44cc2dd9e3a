package dev.waag.code;

import java.util.Locale;

/** Python's keywords (its reference, "Keywords"), with those that some versions take for names. */
enum Word {
    /** No keyword. */
    NONE,
    AND,
    AS,
    ASSERT,
    ASYNC,
    AWAIT,
    BREAK,
    CLASS,
    CONTINUE,
    DEF,
    DEL,
    ELIF,
    ELSE,
    EXCEPT,
    FINALLY,
    FOR,
    FROM,
    GLOBAL,
    IF,
    IMPORT,
    IN,
    IS,
    LAMBDA,
    NONLOCAL,
    NOT,
    OR,
    PASS,
    RAISE,
    RETURN,
    TRY,
    WHILE,
    WITH,
    YIELD,
    /** {@code None}. */
    NOTHING,
    /** {@code True}. */
    YES,
    /** {@code False}. */
    NO;

    private static final int SLOTS = 256;
    private static final long[] KEYS = new long[SLOTS];
    private static final Word[] WORDS = new Word[SLOTS];

    static {
        for (Word word : values()) {
            String text = switch (word) {
                case NONE -> "";
                case NOTHING -> "None";
                case YES -> "True";
                case NO -> "False";
                default -> word.name().toLowerCase(Locale.ROOT);
            };
            if (!text.isEmpty()) {
                long key = 0;
                for (int i = 0; i < text.length(); i++) {
                    key = key << 8 | text.charAt(i);
                }
                int slot = slot(key);
                while (KEYS[slot] != 0) {
                    slot = slot + 1 & SLOTS - 1;
                }
                KEYS[slot] = key;
                WORDS[slot] = word;
            }
        }
    }

    private static int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 56);
    }

    /** @param key up to eight characters, the last lowest */
    static Word of(long key) {
        int slot = slot(key);
        while (KEYS[slot] != 0) {
            if (KEYS[slot] == key) {
                return WORDS[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return NONE;
    }
}
