package dev.waag.ledger;

import static dev.waag.ledger.Merkle.HASH_SIZE;

import java.io.IOException;
import java.util.Arrays;

/** Reads hash tiles, holding the reader to its contract. */
final class Tiles {
    private Tiles() {}

    /** Exactly {@code width} hashes, cut from the full tile where the reader gave that. */
    static byte[] read(TileReader reader, TilePath tile) throws IOException {
        byte[] bytes = reader.tile(tile.level(), tile.index(), tile.width());
        int wanted = tile.width() * HASH_SIZE;
        if (bytes.length == wanted) {
            return bytes;
        }
        if (bytes.length != TilePath.FULL * HASH_SIZE) {
            throw new BrokenTileException(tile, "has " + bytes.length + " bytes instead of " + wanted);
        }
        return Arrays.copyOf(bytes, wanted);
    }

    /** The tile that holds a hash of some level, as wide as it is in a tree of that size. */
    static TilePath holding(int level, long hashIndex, long size) {
        long index = hashIndex / TilePath.FULL;
        long width = Math.min(TilePath.FULL, hashes(level, size) - index * TilePath.FULL);
        return new TilePath(level, index, (int) width);
    }

    /** How many hashes a level has in a tree of that size: floor(size / 256^level). */
    static long hashes(int level, long size) {
        return level * Byte.SIZE >= Long.SIZE ? 0 : size >>> (level * Byte.SIZE);
    }
}
