package dev.waag.ledger;

import static dev.waag.ledger.Merkle.HASH_SIZE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The growing side of a tree: what is needed to append to it, and nothing else, however large the tree.
 *
 * <p>That is the root of each perfect subtree that the size's binary digits name (RFC 9162 section 2.1.2 keeps the same
 * stack), the tiles that are not full, and the entry bundle that is not full.
 */
final class RightEdge {
    private final Hasher hasher = new Hasher();

    /** Where digit k of the size is 1: the root of the perfect subtree of 2^k leaves that ends there. */
    private final byte[][] subtrees;

    /** The partial tile of each level; how much of it counts follows from the size. */
    private final List<byte[]> tiles = new ArrayList<>();

    private final GrowingBytes bundle;
    private long size;

    /** The edge of a tree without entries. */
    RightEdge() {
        subtrees = new byte[Long.SIZE][];
        bundle = new GrowingBytes();
    }

    /** A copy, which grows without the original. */
    RightEdge(RightEdge other) {
        subtrees = other.subtrees.clone(); // the hashes themselves are never changed
        other.tiles.forEach(tile -> tiles.add(tile.clone()));
        bundle = new GrowingBytes(other.bundle);
        size = other.size;
    }

    /** Reads the edge of a stored tree: one partial tile a level and one partial bundle, which must agree. */
    static RightEdge read(long size, TileReader reader) throws IOException {
        RightEdge edge = new RightEdge();
        edge.size = size;
        for (int level = 0; Tiles.hashes(level, size) > 0; level++) {
            byte[] tile = edge.tile(level);
            int width = edge.width(level);
            if (width > 0) {
                TilePath path = new TilePath(level, Tiles.hashes(level, size) / TilePath.FULL, width);
                System.arraycopy(Tiles.read(reader, path), 0, tile, 0, width * HASH_SIZE);
            }
            edge.stackOf(level, tile, width);
        }
        int width = edge.width(0);
        if (width > 0) {
            edge.readBundle(reader, size / TilePath.FULL, width);
        }
        return edge;
    }

    long size() {
        return size;
    }

    /** The root of the tree: the subtrees hashed together from the smallest to the largest. */
    byte[] root() {
        byte @Nullable [] root = null;
        for (int k = 0; k < Long.SIZE; k++) {
            if ((size >>> k & 1) == 1) {
                root = root == null ? subtrees[k] : hasher.node(subtrees[k], root);
            }
        }
        return root == null ? Merkle.EMPTY_ROOT.clone() : root.clone();
    }

    /** Adds an entry; what became full by it goes to the list. */
    void append(byte[] entry, List<TileFile> full) {
        EntryBundle.append(bundle, entry);
        byte[] hash = hasher.leaf(entry);
        put(0, hash, full);
        if (width(0) == TilePath.FULL - 1) {
            full.add(new TileFile(new TilePath(TilePath.ENTRIES, size / TilePath.FULL, TilePath.FULL), bundle.take()));
        }
        int k = 0;
        for (; (size >>> k & 1) == 1; k++) {
            hash = hasher.node(subtrees[k], hash);
            if ((k + 1) % Byte.SIZE == 0) {
                put((k + 1) / Byte.SIZE, hash, full);
            }
        }
        subtrees[k] = hash;
        size++;
    }

    /** The tiles and the bundle that are not full and that a tree of the older size did not have as they are. */
    List<TileFile> partialSince(long older) {
        List<TileFile> files = new ArrayList<>();
        for (int level = 0; level < tiles.size(); level++) {
            long hashes = Tiles.hashes(level, size);
            int width = width(level);
            if (width > 0 && hashes != Tiles.hashes(level, older)) {
                TilePath path = new TilePath(level, hashes / TilePath.FULL, width);
                files.add(new TileFile(path, Arrays.copyOf(tile(level), width * HASH_SIZE)));
                if (level == 0) {
                    TilePath entries = new TilePath(TilePath.ENTRIES, path.index(), width);
                    files.add(new TileFile(entries, bundle.copy()));
                }
            }
        }
        return files;
    }

    /** Writes the next hash of a level, before the size counts it. */
    private void put(int level, byte[] hash, List<TileFile> full) {
        byte[] tile = tile(level);
        int width = width(level);
        System.arraycopy(hash, 0, tile, width * HASH_SIZE, HASH_SIZE);
        if (width == TilePath.FULL - 1) {
            long index = Tiles.hashes(level, size) / TilePath.FULL;
            full.add(new TileFile(new TilePath(level, index, TilePath.FULL), tile.clone()));
        }
    }

    /** The hashes that the partial tile of a level has: floor(size / 256^level) mod 256. */
    private int width(int level) {
        return (int) (Tiles.hashes(level, size) % TilePath.FULL);
    }

    private byte[] tile(int level) {
        while (tiles.size() <= level) {
            tiles.add(new byte[TilePath.FULL * HASH_SIZE]);
        }
        return tiles.get(level);
    }

    /** Fills in the subtrees that end in the partial tile of a level: the widest first, as the width's digits name them. */
    private void stackOf(int level, byte[] tile, int width) {
        int from = 0;
        for (int k = Byte.SIZE - 1; k >= 0; k--) {
            if ((width >>> k & 1) == 1) {
                byte[] hashes = Arrays.copyOfRange(tile, from * HASH_SIZE, (from + (1 << k)) * HASH_SIZE);
                for (int count = 1 << k; count > 1; count /= 2) {
                    for (int i = 0; i < count / 2; i++) {
                        hasher.pair(hashes, 2 * i * HASH_SIZE, hashes, i * HASH_SIZE);
                    }
                }
                subtrees[level * Byte.SIZE + k] = Arrays.copyOf(hashes, HASH_SIZE);
                from += 1 << k;
            }
        }
    }

    private void readBundle(TileReader reader, long index, int width) throws IOException {
        int place = 0;
        for (byte[] entry : EntryBundle.read(reader, index, width)) {
            byte[] leaf = hasher.leaf(entry);
            int at = place * HASH_SIZE;
            if (!Arrays.equals(leaf, 0, HASH_SIZE, tile(0), at, at + HASH_SIZE)) {
                throw new BrokenTileException(
                        new TilePath(0, index, width), "is not the hash of entry " + place + " of its bundle");
            }
            bundle.append(entry.length >>> 8);
            bundle.append(entry.length);
            bundle.append(entry);
            place++;
        }
    }
}
