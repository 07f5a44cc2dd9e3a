package dev.waag.ledger;

import dev.waag.sign.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A log in memory, by path as it would be served. */
final class MemoryLog implements TileReader {
    static final String ORIGIN = "packages.example/ledger";

    final Map<String, byte[]> files = new TreeMap<>();
    final Set<String> read = new HashSet<>();
    final List<byte[]> entries = new ArrayList<>();
    private final TreeWriter writer;

    MemoryLog() throws IOException {
        writer = TreeWriter.open(0, this);
    }

    /** A log of JSON entries, written in one batch. */
    static MemoryLog of(int size) throws IOException {
        MemoryLog log = new MemoryLog();
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            batch.add(json(i));
        }
        log.append(batch);
        return log;
    }

    static byte[] json(int i) {
        return ("{\"kind\":\"download\",\"at\":\"2026-11-22T10:00:00.5Z\",\"actor\":\"ci\",\"number\":" + i + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    void append(List<byte[]> batch) {
        TreeWriter.Batch written = writer.append(batch);
        written.files().forEach(file -> files.put(file.path(), file.bytes()));
        writer.commit(written);
        entries.addAll(batch);
    }

    Checkpoint checkpoint() {
        return new Checkpoint(ORIGIN, writer.size(), writer.root());
    }

    String signed(NoteSigner signer) {
        return signer.sign(checkpoint().text());
    }

    /** A file that is there. */
    byte[] file(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    /** Deletes the partial tiles whose full ones exist, as a log may. */
    void prune() {
        files.keySet()
                .removeIf(path -> path.contains(".p/") && files.containsKey(path.substring(0, path.indexOf(".p/"))));
    }

    @Override
    public byte[] tile(int level, long index, int width) throws IOException {
        return get(TilePath.tile(level, index, width), TilePath.tile(level, index, TilePath.FULL));
    }

    @Override
    public byte[] entries(long index, int width) throws IOException {
        return get(TilePath.entries(index, width), TilePath.entries(index, TilePath.FULL));
    }

    private byte[] get(String path, String full) throws IOException {
        String found = files.containsKey(path) ? path : full;
        byte[] bytes = files.get(found);
        if (bytes == null) {
            throw new NoSuchFileException(path);
        }
        read.add(found);
        return bytes.clone();
    }
}
