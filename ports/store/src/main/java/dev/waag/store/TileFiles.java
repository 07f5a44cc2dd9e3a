package dev.waag.store;

import dev.waag.ledger.TilePath;
import dev.waag.ledger.TileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A log's tiles in a folder, under the paths under which they are served. */
public final class TileFiles implements TileReader {
    private static final int FULL = 256;

    private final Path folder;

    public TileFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public byte[] tile(int level, long index, int width) throws IOException {
        return read(TilePath.tile(level, index, width), TilePath.tile(level, index, FULL));
    }

    @Override
    public byte[] entries(long index, int width) throws IOException {
        return read(TilePath.entries(index, width), TilePath.entries(index, FULL));
    }

    /** A partial tile may be gone once the full one is there; its bytes begin the full one's. */
    private byte[] read(String path, String full) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(path));
        } catch (NoSuchFileException e) {
            return Files.readAllBytes(folder.resolve(full));
        }
    }
}
