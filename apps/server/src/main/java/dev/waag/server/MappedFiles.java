package dev.waag.server;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Cached files as mapped memory, so that they go from the page cache to the socket without passing through the heap. The most used mappings
 * are kept; one that is dropped stays valid for whoever still sends it and is unmapped by the collector. Finding one takes no lock, for a
 * busy file is asked for by all connections at once.
 */
final class MappedFiles {
    private static final int KEPT = 512;
    private static final long KEPT_BYTES = 4L << 30;
    /** The cache is told of a use at most this often. */
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final class Mapping {
        private final MemorySegment content;
        private volatile long used = System.nanoTime();

        private Mapping(MemorySegment content) {
            this.content = content;
        }
    }

    private final Map<Sha256, Mapping> kept = new ConcurrentHashMap<>();
    private final Predicate<Sha256> use;

    /** @param use tells the cache that a file is used; false where the cache has it no more */
    MappedFiles(Predicate<Sha256> use) {
        this.use = use;
    }

    /** The file where it is mapped already and the cache still has it; not to be closed. */
    Optional<MemorySegment> known(Sha256 digest) {
        Mapping mapping = kept.get(digest);
        if (mapping == null) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        if (now - mapping.used > TELL_NANOS) {
            mapping.used = now;
            if (!use.test(digest)) {
                kept.remove(digest, mapping);
                return Optional.empty();
            }
        }
        return Optional.of(mapping.content);
    }

    /** The whole file; not to be closed. */
    MemorySegment get(Sha256 digest, Path path) throws IOException {
        Optional<MemorySegment> known = known(digest);
        if (known.isPresent()) {
            return known.get();
        }
        MemorySegment fresh = segment(path);
        kept.put(digest, new Mapping(fresh));
        makeRoom();
        return fresh;
    }

    private synchronized void makeRoom() {
        long bytes = kept.values().stream().mapToLong(m -> m.content.byteSize()).sum();
        while (kept.size() > KEPT || bytes > KEPT_BYTES && kept.size() > 1) {
            Map.Entry<Sha256, Mapping> oldest = kept.entrySet().stream()
                    .min(Comparator.comparingLong(e -> e.getValue().used - System.nanoTime()))
                    .orElseThrow();
            if (kept.remove(oldest.getKey(), oldest.getValue())) {
                bytes -= oldest.getValue().content.byteSize();
            }
        }
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
