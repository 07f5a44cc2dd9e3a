package dev.waag.lock;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads locks out of text for these tests. */
final class Texts {
    private Texts() {}

    static LockFile read(LockKind kind, String text) throws LockException {
        return Locks.read(kind, kind.fileName(), text.getBytes(StandardCharsets.UTF_8), LockContext.ALONE);
    }

    static LockFile requirements(String text) throws LockException {
        return read(LockKind.REQUIREMENTS, text);
    }

    /** A context in which these files are there. */
    static LockContext with(Map<String, String> files) {
        return new LockContext(
                path -> Optional.ofNullable(files.get(path)).map(t -> t.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                LockLimits.DEFAULT);
    }

    static List<String> pins(LockFile lock) {
        return lock.pins().stream()
                .map(p -> p.place().line() + " " + p.name() + " " + p.version().orElse("-"))
                .toList();
    }
}
