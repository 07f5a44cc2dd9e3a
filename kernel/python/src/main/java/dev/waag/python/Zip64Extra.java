package dev.waag.python;

/** The zip64 extra field (APPNOTE 4.5.3): the numbers that the record before it left open, in its order. */
final class Zip64Extra {
    private static final int ID = 1;

    private final ZipBytes bytes;
    private int at;
    private int end;

    Zip64Extra(ZipBytes bytes, int start, int length) throws PageFormatException {
        this.bytes = bytes;
        int limit = start + length;
        int field = start;
        while (field + 4 <= limit) {
            int fieldEnd = field + 4 + bytes.u16(field + 2);
            if (bytes.u16(field) == ID && fieldEnd <= limit) {
                at = field + 4;
                end = fieldEnd;
                return;
            }
            field = fieldEnd;
        }
    }

    long next() throws PageFormatException {
        if (at + 8 > end) {
            throw new PageFormatException("the wheel's zip64 fields are missing");
        }
        long value = bytes.u64(at);
        at += 8;
        return value;
    }
}
