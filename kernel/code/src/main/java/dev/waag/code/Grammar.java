package dev.waag.code;

import java.lang.foreign.MemorySegment;

/** The numbers that the loaded grammar has for the kinds and fields. */
final class Grammar {
    /** {@code TSSymbolTypeAnonymous}: symbols of this type and above are no nodes with a name. */
    private static final int ANONYMOUS = 1;

    private static final int ERROR_SYMBOL = 0xffff;
    private static final Kind[] KINDS = kinds();
    private static final Field[] FIELDS = fields();

    private Grammar() {}

    static Kind kind(short symbol) {
        int index = symbol & 0xffff;
        return index == ERROR_SYMBOL ? Kind.ERROR : index < KINDS.length ? KINDS[index] : Kind.OTHER;
    }

    static Field field(short id) {
        return FIELDS[id & 0xffff];
    }

    private static Kind[] kinds() {
        try {
            Kind[] kinds = new Kind[(int) TreeSitter.SYMBOL_COUNT.invokeExact(TreeSitter.PYTHON)];
            for (short i = 0; i < kinds.length; i++) {
                int type = (int) TreeSitter.SYMBOL_TYPE.invokeExact(TreeSitter.PYTHON, i);
                kinds[i] = type >= ANONYMOUS
                        ? Kind.TOKEN
                        : Kind.of(TreeSitter.text(
                                (MemorySegment) TreeSitter.SYMBOL_NAME.invokeExact(TreeSitter.PYTHON, i)));
            }
            return kinds;
        } catch (Throwable e) {
            throw TreeSitter.failed(e);
        }
    }

    private static Field[] fields() {
        try {
            Field[] fields = new Field[1 + (int) TreeSitter.FIELD_COUNT.invokeExact(TreeSitter.PYTHON)];
            fields[0] = Field.NONE;
            for (short i = 1; i < fields.length; i++) {
                fields[i] = Field.of(
                        TreeSitter.text((MemorySegment) TreeSitter.FIELD_NAME.invokeExact(TreeSitter.PYTHON, i)));
            }
            return fields;
        } catch (Throwable e) {
            throw TreeSitter.failed(e);
        }
    }
}
