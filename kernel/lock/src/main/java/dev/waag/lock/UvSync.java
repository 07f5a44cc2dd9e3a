package dev.waag.lock;

final class UvSync {
    private UvSync() {}

    static SyncResult judge(Manifest manifest, LockFile lock, LockContext context) throws LockException {
        return SyncResult.unknown(new Place(lock.file(), 1), manifest.file() + context);
    }
}
