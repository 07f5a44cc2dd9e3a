package dev.waag.inspect;

/**
 * How much an archive may be. Whatever goes beyond is a finding of {@code archive-unsafe} that names the limit, and reading ends there.
 *
 * @param entries members of an archive, folders included
 * @param totalBytes of all members, unpacked
 * @param ratio how many times larger than its packed form an archive, or one member, may be
 * @param ratioFrom bytes unpacked from which on {@code ratio} counts; little data packs well and harms nobody
 * @param nesting archives within archives within the archive
 * @param nameLength of a member's name, in bytes
 * @param nameBytes of all names together
 * @param folders that a member may lie deep
 * @param documentBytes of a file that is read as a whole: METADATA, RECORD, a source that is scanned
 * @param nativeBytes of a native library whose symbols are read; of a larger one only the head is
 * @param findings that are kept; more are counted
 */
public record Limits(
        int entries,
        long totalBytes,
        int ratio,
        long ratioFrom,
        int nesting,
        int nameLength,
        int nameBytes,
        int folders,
        int documentBytes,
        int nativeBytes,
        int findings) {
    /** Room for every distribution that is known, torch and tensorflow among them. */
    public static final Limits DEFAULT =
            new Limits(120_000, 32L << 30, 150, 24L << 20, 3, 1_024, 16 << 20, 64, 24 << 20, 24 << 20, 200);
}
