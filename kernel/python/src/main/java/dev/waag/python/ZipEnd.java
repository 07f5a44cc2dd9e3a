package dev.waag.python;

import java.io.IOException;

/**
 * Where a zip's central directory is, as its end records say (APPNOTE 4.3.14 to 4.3.16).
 *
 * @param directoryOffset from the file's beginning
 * @param directorySize in bytes
 * @param entries members that the directory lists
 */
record ZipEnd(long directoryOffset, long directorySize, long entries) {
    private static final long END = 0x06054b50L;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final long LOCATOR = 0x07064b50L;
    private static final int LOCATOR_LENGTH = 20;
    private static final long END64 = 0x06064b50L;
    private static final int END64_LENGTH = 56;

    static ZipEnd find(TailWindow window) throws IOException, PageFormatException {
        long at = endRecord(window);
        window.reach(Math.max(0, at - LOCATOR_LENGTH - END64_LENGTH));
        ZipBytes record = window.view(at, END_LENGTH);
        if (record.u16(4) != 0 || record.u16(6) != 0 || record.u16(8) != record.u16(10)) {
            throw new PageFormatException("the wheel is a zip of several volumes");
        }
        ZipEnd end = new ZipEnd(record.u32(16), record.u32(12), record.u16(10));
        long directoryEnd = at;
        long locator = at - LOCATOR_LENGTH;
        if (locator >= 0 && window.view(locator, 4).u32(0) == LOCATOR) {
            directoryEnd = window.view(locator, LOCATOR_LENGTH).u64(8);
            end = end.widened(window, directoryEnd, locator);
        }
        if (end.directoryOffset > directoryEnd || end.directorySize != directoryEnd - end.directoryOffset) {
            throw new PageFormatException(
                    "the wheel's zip directory is not where its end record says, or data stand before the archive");
        }
        if (end.directorySize > WheelTail.MAX_DIRECTORY) {
            throw new PageFormatException(
                    "the wheel's zip directory is larger than " + WheelTail.MAX_DIRECTORY + " bytes");
        }
        window.reach(end.directoryOffset);
        return end;
    }

    /** The values of the zip64 end record; what the short record does not leave open must agree with it. */
    private ZipEnd widened(TailWindow window, long at, long locator) throws IOException, PageFormatException {
        if (at > locator - END64_LENGTH) {
            throw new PageFormatException("the wheel's zip64 end record is not before its locator");
        }
        // an extensible data sector makes the record longer; bounded, since it comes from outside
        if (locator - at > MAX_COMMENT) {
            throw new PageFormatException("the wheel's zip64 end record is larger than " + MAX_COMMENT + " bytes");
        }
        window.reach(at);
        ZipBytes record = window.view(at, END64_LENGTH);
        if (record.u32(0) != END64 || record.u64(4) != locator - at - 12) {
            throw new PageFormatException("the wheel's zip64 end record is not where its locator says");
        }
        ZipEnd wide = new ZipEnd(record.u64(48), record.u64(40), record.u64(32));
        boolean agree = (directoryOffset == 0xffff_ffffL || directoryOffset == wide.directoryOffset)
                && (directorySize == 0xffff_ffffL || directorySize == wide.directorySize)
                && (entries == 0xffff || entries == wide.entries);
        if (!agree || record.u32(16) != 0 || record.u32(20) != 0 || record.u64(24) != wide.entries) {
            throw new PageFormatException("the wheel's two zip end records contradict each other");
        }
        return wide;
    }

    /** The offset of the last end record; its comment must reach to the end of the file exactly. */
    private static long endRecord(TailWindow window) throws IOException, PageFormatException {
        long first = Math.max(0, window.size() - END_LENGTH - MAX_COMMENT);
        long at = lastSignature(window, Math.max(first, window.start()), window.size() - END_LENGTH);
        if (at < 0 && window.start() > first) {
            long above = Math.min(window.start() - 1, window.size() - END_LENGTH);
            window.reach(first);
            at = lastSignature(window, first, above);
        }
        if (at < 0) {
            throw new PageFormatException("the wheel is not a zip file: it has no end record");
        }
        if (window.view(at, END_LENGTH).u16(20) != window.size() - at - END_LENGTH) {
            throw new PageFormatException("the wheel's zip comment does not end where the file ends");
        }
        return at;
    }

    private static long lastSignature(TailWindow window, long first, long last) throws PageFormatException {
        if (last < first) {
            return -1;
        }
        ZipBytes bytes = window.view(first, last - first + 4);
        for (int i = (int) (last - first); i >= 0; i--) {
            if (bytes.u32(i) == END) {
                return first + i;
            }
        }
        return -1;
    }
}
