package dev.waag.ledger;

/** A tile or entry bundle as it must be stored, whatever was stored under that path before. */
public final class TileFile {
    private final TilePath tile;
    private final byte[] bytes;

    TileFile(TilePath tile, byte[] bytes) {
        this.tile = tile;
        this.bytes = bytes;
    }

    public TilePath tile() {
        return tile;
    }

    /** The path below the log's folder, such as {@code tile/0/000.p/8}. */
    public String path() {
        return tile.toString();
    }

    /** The content: not copied, not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return path() + " (" + bytes.length + " bytes)";
    }
}
