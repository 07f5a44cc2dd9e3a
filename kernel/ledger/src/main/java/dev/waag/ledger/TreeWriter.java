package dev.waag.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to a tree of which it keeps only the right edge in memory. Not for several threads at once.
 *
 * <p>Nothing is visible before the caller makes it so: {@link #append} says which files a batch writes, the caller stores
 * them all, then signs and publishes the checkpoint, then calls {@link #commit}. Where storing fails, or the program dies
 * before the checkpoint is out, the batch never was: the next one is computed from the committed state and writes over
 * whatever files were left behind. So a server must not serve tiles beyond its published checkpoint.
 */
public final class TreeWriter {
    private RightEdge committed;
    private @Nullable Batch pending;

    private TreeWriter(RightEdge committed) {
        this.committed = committed;
    }

    /**
     * Opens a tree of so many leaves (0 begins a new one), reading at most a tile a level and one entry bundle.
     *
     * <p>The tiles are taken as they are: compare {@link #root} with the signed checkpoint before appending.
     *
     * @throws BrokenTileException where a stored tile has the wrong length, or the last bundle's entries are not those of its tile
     */
    public static TreeWriter open(long size, TileReader reader) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("no tree has " + size + " leaves");
        }
        return new TreeWriter(RightEdge.read(size, reader));
    }

    /** How many entries are committed. */
    public long size() {
        return committed.size();
    }

    /** The root over the committed entries. */
    public byte[] root() {
        return committed.root();
    }

    /**
     * Computes what a batch of entries changes, and changes nothing itself: a second call without {@link #commit} starts from
     * the same state and takes the place of the first.
     *
     * @throws IllegalArgumentException for an entry longer than 65,535 bytes, which the format cannot hold
     */
    public Batch append(List<byte[]> entries) {
        RightEdge edge = new RightEdge(committed);
        List<TileFile> files = new ArrayList<>();
        for (byte[] entry : entries) {
            edge.append(entry, files);
        }
        files.addAll(edge.partialSince(committed.size()));
        Batch batch = new Batch(edge, files);
        pending = batch;
        return batch;
    }

    /** Makes the last batch part of the tree, after its files are stored. */
    public void commit(Batch batch) {
        if (pending != batch) {
            throw new IllegalStateException("only the batch that was appended last can be committed, and once");
        }
        committed = batch.edge;
        pending = null;
    }

    /** What appending a batch comes to. */
    public static final class Batch {
        private final RightEdge edge;
        private final List<TileFile> files;
        private final byte[] root;

        private Batch(RightEdge edge, List<TileFile> files) {
            this.edge = edge;
            this.files = List.copyOf(files);
            this.root = edge.root();
        }

        /** Every tile and entry bundle that the batch changes: those that became full as full, the last of each level as partial. */
        public List<TileFile> files() {
            return files;
        }

        /** The size of the tree with the batch. */
        public long size() {
            return edge.size();
        }

        /** The root of the tree with the batch. */
        public byte[] root() {
            return root.clone();
        }
    }
}
