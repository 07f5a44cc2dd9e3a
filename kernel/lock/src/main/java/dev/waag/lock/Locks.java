package dev.waag.lock;

/** Reads lock files of every kind. */
public final class Locks {
    private Locks() {}

    /**
     * Reads a lock.
     *
     * @param file its name as places and errors shall show it; files that it refers to are seen from its folder
     */
    public static LockFile read(LockKind kind, String file, byte[] content, LockContext context) throws LockException {
        LockLimits limits = context.limits();
        limits.checkSize(file, content.length);
        if (kind == LockKind.REQUIREMENTS) {
            return RequirementsLock.read(file, content, context);
        }
        String text = Encodings.utf8(file, content);
        return switch (kind) {
            case POETRY -> PoetryLock.read(file, text, TomlReader.read(file, text, limits), limits);
            case UV -> UvLock.read(file, TomlReader.read(file, text, limits), limits);
            case PDM -> PdmLock.read(file, TomlReader.read(file, text, limits), limits);
            case PYLOCK -> PylockLock.read(file, TomlReader.read(file, text, limits), limits);
            case PIPENV -> PipenvLock.read(file, JsonReader.read(file, text, limits), limits);
            case REQUIREMENTS -> throw new AssertionError("read above");
        };
    }
}
