package dev.waag.feeds;

/**
 * How much a source may hold: what exceeds it is refused, or would fill memory and disk.
 *
 * @param recordBytes one record
 * @param records files in a folder or entries in an archive
 * @param archiveBytes an archive as it is fetched
 * @param unpackedBytes all records of an archive together
 * @param ratio how many times its own size an archive may unpack to
 * @param catalogueBytes a catalogue, unpacked
 */
record FeedLimits(int recordBytes, int records, long archiveBytes, long unpackedBytes, int ratio, int catalogueBytes) {
    /** 16 MiB a record, 2 million records, 4 GiB packed and 16 GiB unpacked, 200 to 1, 256 MiB a catalogue. */
    static final FeedLimits DEFAULT = new FeedLimits(16 << 20, 2_000_000, 4L << 30, 16L << 30, 200, 256 << 20);
}
