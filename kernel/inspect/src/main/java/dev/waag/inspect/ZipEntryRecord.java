package dev.waag.inspect;

/**
 * What stands in front of a member's data (APPNOTE 4.3.7), and what its data turned out to be.
 *
 * @param content the member's bytes where they are few: a link's target
 */
record ZipEntryRecord(
        byte[] name, String decoded, int flags, int method, long crc, long packed, long size, byte[] content) {
    boolean folder() {
        return name.length > 0 && name[name.length - 1] == '/';
    }
}
