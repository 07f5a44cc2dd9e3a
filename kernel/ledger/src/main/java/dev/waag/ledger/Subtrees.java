package dev.waag.ledger;

import static dev.waag.ledger.Merkle.HASH_SIZE;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hash of any range of leaves of a tree of one size, out of its tiles. Keeps the tiles that it has read. */
final class Subtrees {
    private final Hasher hasher = new Hasher();
    private final TileReader reader;
    private final long size;

    /** By tile: its hashes, and above them the 7 rows of nodes between this level of tiles and the next. */
    private final Map<TilePath, byte[][]> tiles = new HashMap<>();

    Subtrees(TileReader reader, long size) {
        this.reader = reader;
        this.size = size;
    }

    /** MTH(D[from:to]) of RFC 6962 section 2.1, for a range that is a node of some tree: from is a multiple of its largest subtree. */
    byte[] hash(long from, long to) throws IOException {
        byte @Nullable [] hash = null;
        long end = to;
        while (end > from) {
            int height = Long.numberOfTrailingZeros(end - from);
            long start = end - (1L << height);
            byte[] subtree = perfect(height, start >>> height);
            hash = hash == null ? subtree : hasher.node(subtree, hash);
            end = start;
        }
        return hash == null ? Merkle.EMPTY_ROOT.clone() : hash;
    }

    /** The root of the perfect subtree of 2^height leaves that begins at leaf index * 2^height. */
    private byte[] perfect(int height, long index) throws IOException {
        int level = height / Byte.SIZE;
        int row = height % Byte.SIZE;
        TilePath tile = Tiles.holding(level, index << row, size);
        byte[][] rows = rows(tile);
        int at = (int) (index - (tile.index() << (Byte.SIZE - row))) * HASH_SIZE;
        return Arrays.copyOfRange(rows[row], at, at + HASH_SIZE);
    }

    private byte[][] rows(TilePath tile) throws IOException {
        byte[][] rows = tiles.get(tile);
        if (rows == null) {
            rows = new byte[Byte.SIZE][];
            rows[0] = Tiles.read(reader, tile);
            for (int row = 1; row < Byte.SIZE; row++) {
                int count = tile.width() >> row;
                rows[row] = new byte[count * HASH_SIZE];
                for (int i = 0; i < count; i++) {
                    hasher.pair(rows[row - 1], 2 * i * HASH_SIZE, rows[row], i * HASH_SIZE);
                }
            }
            tiles.put(tile, rows);
        }
        return rows;
    }
}
