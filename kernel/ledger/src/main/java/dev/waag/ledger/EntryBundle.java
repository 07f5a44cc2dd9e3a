package dev.waag.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Up to 256 entries in one file (C2SP tlog-tiles, "Log entries"): each after its length as a big-endian uint16. */
public final class EntryBundle {
    /** The longest entry that its length can be written of, in bytes. */
    public static final int MAX_ENTRY = 0xffff;

    private EntryBundle() {}

    /** Reads the first {@code width} entries of a bundle, which holds that many or all 256. */
    public static List<byte[]> read(TileReader reader, long index, int width) throws IOException {
        TilePath tile = new TilePath(TilePath.ENTRIES, index, width);
        List<byte[]> entries = split(tile, reader.entries(index, width));
        if (entries.size() != width && entries.size() != TilePath.FULL) {
            throw new BrokenTileException(tile, "has " + entries.size() + " entries instead of " + width);
        }
        return entries.subList(0, width);
    }

    /** Reads one entry of a log of that size. */
    public static byte[] entry(TileReader reader, long index, long size) throws IOException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("entry " + index + " is not in a log of " + size);
        }
        TilePath bundle = Tiles.holding(0, index, size);
        return read(reader, bundle.index(), bundle.width()).get((int) (index % TilePath.FULL));
    }

    /** Writes any number of entries one after another, each after its length. */
    public static byte[] join(List<byte[]> entries) {
        GrowingBytes bundle = new GrowingBytes();
        for (byte[] entry : entries) {
            append(bundle, entry);
        }
        return bundle.take();
    }

    /** @throws IllegalArgumentException for an entry longer than {@link #MAX_ENTRY}, which the format cannot hold */
    static void append(GrowingBytes bundle, byte[] entry) {
        if (entry.length > MAX_ENTRY) {
            throw new IllegalArgumentException("an entry has " + entry.length + " bytes; a log entry has at most "
                    + MAX_ENTRY + " (C2SP tlog-tiles)");
        }
        bundle.append(entry.length >>> 8);
        bundle.append(entry.length);
        bundle.append(entry);
    }

    /**
     * Reads what {@link #join} wrote.
     *
     * @throws EOFException where the bytes end before their last entry does
     */
    public static List<byte[]> split(byte[] bytes) throws EOFException {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            if (bytes.length - at < 2) {
                throw new EOFException("ends inside a length");
            }
            int length = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
            at += 2;
            if (bytes.length - at < length) {
                throw new EOFException("ends inside entry " + entries.size());
            }
            entries.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return entries;
    }

    private static List<byte[]> split(TilePath tile, byte[] bytes) throws BrokenTileException {
        try {
            List<byte[]> entries = split(bytes);
            if (entries.size() > TilePath.FULL) {
                throw new BrokenTileException(tile, "goes on after its last entry");
            }
            return entries;
        } catch (EOFException e) {
            throw new BrokenTileException(tile, String.valueOf(e.getMessage()));
        }
    }
}
