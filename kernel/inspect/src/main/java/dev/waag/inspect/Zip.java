package dev.waag.inspect;

/** The numbers of a zip (APPNOTE 4.3, 4.4). */
final class Zip {
    static final long LOCAL = 0x04034b50L;
    static final long DESCRIPTOR = 0x08074b50L;
    static final long CENTRAL = 0x02014b50L;
    static final long END = 0x06054b50L;
    static final long END64 = 0x06064b50L;
    static final long LOCATOR64 = 0x07064b50L;

    static final int LOCAL_LENGTH = 30;
    static final int CENTRAL_LENGTH = 46;
    static final int END_LENGTH = 22;
    static final int LOCATOR_LENGTH = 20;
    static final int END64_LENGTH = 56;

    static final long OPEN = 0xffff_ffffL;
    static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    static final int DESCRIBED = 1 << 3;
    static final int UTF8 = 1 << 11;
    static final int STORED = 0;
    static final int DEFLATED = 8;

    static final int EXTRA_ZIP64 = 1;
    static final int EXTRA_UNICODE_PATH = 0x7075;

    private Zip() {}

    /** The three numbers that a zip64 extra field may hold, in their order (APPNOTE 4.5.3); -1 where the field is cut short. */
    static long[] widen(Source in, int extra, int length, long... values) {
        long[] wide = values.clone();
        int at = extra;
        while (at + 4 <= extra + length) {
            int end = at + 4 + in.u16(at + 2);
            if (in.u16(at) == EXTRA_ZIP64 && end <= extra + length) {
                int field = at + 4;
                for (int i = 0; i < wide.length; i++) {
                    if (wide[i] == OPEN) {
                        wide[i] = field + 8 <= end ? in.u64(field) : -1;
                        field += 8;
                    }
                }
                return wide;
            }
            at = end;
        }
        return wide;
    }
}
