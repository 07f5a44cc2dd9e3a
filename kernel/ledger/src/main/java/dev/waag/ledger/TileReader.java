package dev.waag.ledger;

import java.io.IOException;

/**
 * Reads the stored tiles of a log.
 *
 * <p>A reader may answer a request for a partial tile or bundle with the full one, because logs may delete a partial tile
 * once the full one exists (C2SP tlog-tiles, "Partial Tiles"); who calls cuts it. A tile that the log does not have is a
 * {@link java.nio.file.NoSuchFileException}; any other {@link IOException} means that it could not be read.
 */
public interface TileReader {
    /** The hashes of a tile, 32 bytes each; {@code width} is 1 to 256, 256 being full. */
    byte[] tile(int level, long index, int width) throws IOException;

    /** The entries of a bundle, each after its length as a big-endian uint16. */
    byte[] entries(long index, int width) throws IOException;
}
