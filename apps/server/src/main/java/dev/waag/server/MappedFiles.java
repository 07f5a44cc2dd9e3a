package dev.waag.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cached files as mapped memory, so that they go from the page cache to the socket without passing through the heap. The most used mappings
 * are kept; one that is dropped stays valid for whoever still sends it and is unmapped by the collector. A file that was evicted from
 * the disk meanwhile stays readable, for files of the cache never change.
 */
final class MappedFiles {
    private static final int KEPT = 512;
    private static final long KEPT_BYTES = 4L << 30;

    private final LinkedHashMap<Path, MemorySegment> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** The file where it is mapped already; not to be closed. */
    Optional<MemorySegment> known(Path path) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(path));
        }
    }

    /** The whole file; not to be closed. */
    MemorySegment get(Path path) throws IOException {
        Optional<MemorySegment> known = known(path);
        if (known.isPresent()) {
            return known.get();
        }
        MemorySegment fresh = segment(path);
        synchronized (kept) {
            MemorySegment other = kept.put(path, fresh);
            bytes += fresh.byteSize() - (other == null ? 0 : other.byteSize());
            var oldest = kept.entrySet().iterator();
            while (kept.size() > KEPT || bytes > KEPT_BYTES && kept.size() > 1) {
                Map.Entry<Path, MemorySegment> entry = oldest.next();
                bytes -= entry.getValue().byteSize();
                oldest.remove();
            }
        }
        return fresh;
    }

    private static MemorySegment segment(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    /** A file of less than 2 GiB, mapped once. */
    static ByteBuffer map(Path path) throws IOException {
        return segment(path).asByteBuffer();
    }
}
