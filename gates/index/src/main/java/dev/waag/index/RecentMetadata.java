package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.index.ProjectView.Body;
import dev.waag.python.ProjectName;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Core metadata that were given out lately, as they go over the wire: the resolvers of a team ask for the same ones. When it is full it begins
 * anew.
 */
final class RecentMetadata {
    private static final long LIMIT = 16L << 20;

    /** @param tag of the wheel's bytes ({@link ProjectView#tag}) */
    private record Wheel(String upstream, ProjectName project, String filename, String tag) {
        static Wheel of(FileKey key) {
            return new Wheel(key.upstream(), key.project(), key.file().filename(), ProjectView.tag(key.file()));
        }
    }

    private final Map<Wheel, Body> bodies = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();

    Optional<Body> find(FileKey key) {
        return Optional.ofNullable(bodies.get(Wheel.of(key)));
    }

    /** To be asked before what is kept is read. */
    long changes() {
        return changes.get();
    }

    /** Keeps what was read when there were so many changes. */
    void keep(FileKey key, byte[] metadata, long when) {
        if (bytes.get() + metadata.length > LIMIT) {
            bodies.clear();
            bytes.set(0);
        }
        ByteBuffer direct =
                ByteBuffer.allocateDirect(metadata.length).put(metadata).flip();
        String etag = '"' + Sha256.of(metadata).hex() + '"';
        count(metadata.length, bodies.put(Wheel.of(key), new Body(direct.asReadOnlyBuffer(), etag)));
        if (changes.get() != when) {
            forget(key);
        }
    }

    /** What is stored for this wheel was changed. */
    void changed(FileKey key) {
        changes.incrementAndGet();
        forget(key);
    }

    private void forget(FileKey key) {
        count(0, bodies.remove(Wheel.of(key)));
    }

    private void count(long come, @Nullable Body gone) {
        bytes.addAndGet(come - (gone == null ? 0 : gone.bytes().capacity()));
    }
}
