package dev.waag.store;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files by their SHA-256, as a cache with a limit: where it is full, those that nobody asked for the longest make room. A file appears only
 * whole, under the digest of its bytes, after they are on the disk; what is there never changes. Files that are kept for good stand beside the
 * cache, in the same folders.
 */
public final class Blobs {
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
    /** The time of last use is written to the file at most this often, so that the order survives a restart at little cost. */
    private static final Duration TOUCH = Duration.ofMinutes(10);

    private final Path root;
    private final Path temporary;
    private final long limit;
    private final InstantSource clock;
    private final Optional<DataKeys> keys;
    private final LinkedHashMap<Sha256, Used> byUse = new LinkedHashMap<>(64, 0.75f, true);
    /** Those that are no cache: nobody else has them. They count towards no limit. */
    private final Set<Sha256> kept = new HashSet<>();

    private long total;

    private record Used(long size, Instant touched) {}

    /** Files as they are. */
    public Blobs(DataFolder data, long limit, InstantSource clock) throws IOException {
        this(data, limit, clock, Optional.empty());
    }

    /**
     * @param limit bytes that the cache may hold
     * @param keys opens files that are encrypted, and says whether new ones are to be
     */
    public Blobs(DataFolder data, long limit, InstantSource clock, Optional<DataKeys> keys) throws IOException {
        this.keys = keys;
        this.root = data.path("blobs");
        this.temporary = data.path("tmp");
        this.limit = limit;
        this.clock = clock;
        load();
    }

    private void load() throws IOException {
        record Found(Sha256 digest, long size, Instant used) {}
        List<Found> all = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Sha256.parse(String.valueOf(file.getFileName()).replace(SealedFile.SUFFIX, ""))
                        .ifPresent(d -> all.add(new Found(
                                d,
                                attributes.size(),
                                attributes.lastModifiedTime().toInstant())));
                return FileVisitResult.CONTINUE;
            }
        });
        all.sort((a, b) -> a.used().compareTo(b.used()));
        for (Found f : all) {
            byUse.put(f.digest(), new Used(f.size(), f.used()));
            total += f.size();
        }
    }

    /** Keeps those files for good: they are never evicted, whenever they come. */
    public void keep(Collection<Sha256> digests) {
        synchronized (byUse) {
            for (Sha256 digest : digests) {
                kept.add(digest);
                Used used = byUse.remove(digest);
                total -= used == null ? 0 : used.size();
            }
        }
    }

    /** The file with that digest, which counts as used now. */
    public Optional<Path> find(Sha256 digest) {
        synchronized (byUse) {
            if (!use(digest)) {
                return Optional.empty();
            }
            Path path = path(digest);
            if (Files.exists(path)) {
                return Optional.of(path);
            }
            Used used = byUse.remove(digest);
            if (used != null) {
                LOG.warn("{} was deleted from the file cache by somebody else", path);
                total -= used.size();
            }
            return Optional.empty();
        }
    }

    /** Notes that a file is used now, without a look at the disk; false where there is none with that digest. */
    public boolean use(Sha256 digest) {
        synchronized (byUse) {
            Used used = byUse.get(digest);
            if (used == null) {
                return kept.contains(digest);
            }
            Instant now = clock.instant();
            if (used.touched().plus(TOUCH).isBefore(now)) {
                byUse.put(digest, new Used(used.size(), now));
                touch(path(digest), now);
            }
            return true;
        }
    }

    private static void touch(Path path, Instant now) {
        try {
            Files.setLastModifiedTime(path, FileTime.from(now));
        } catch (IOException e) {
            LOG.warn("the time of use of {} could not be written: {}", path, e.toString());
        }
    }

    /** A new file for a download under way. */
    public Path temporary() {
        return temporary.resolve(UUID.randomUUID().toString());
    }

    /** A new file for a download under way, encrypted where files are. */
    public Scratch scratch() throws IOException {
        return Scratch.create(temporary(), keys.isPresent() && keys.get().sealing());
    }

    /** Makes room for that many bytes more; called before they are written, so that a full cache does not become a full disk. */
    public void makeRoom(long bytes) {
        synchronized (byUse) {
            evict(bytes > limit ? limit : limit - bytes);
        }
    }

    /** Takes a finished temporary file in under its digest, which the caller has computed from its bytes. */
    public Path adopt(Path file, Sha256 digest) throws IOException {
        return adopt(file, digest, keys.isPresent() && keys.get().sealing());
    }

    /** The same of a download. */
    public Path adopt(Scratch file, Sha256 digest) throws IOException {
        if (!file.sealed()) {
            return adopt(file.path(), digest, false);
        }
        Path sealed = temporary();
        try (InputStream in = file.stream()) {
            SealedFile.seal(in, file.size(), sealed, digest, keys.orElseThrow());
        } catch (IOException e) {
            Files.deleteIfExists(sealed);
            throw e;
        }
        file.discard();
        return place(sealed, digest, true);
    }

    /** The same for what is no secret, such as a list of names: it is never encrypted. */
    public Path adoptPlain(Path file, Sha256 digest) throws IOException {
        return adopt(file, digest, false);
    }

    private Path adopt(Path plain, Sha256 digest, boolean sealed) throws IOException {
        return place(sealed ? seal(plain, digest) : plain, digest, sealed);
    }

    private Path place(Path file, Sha256 digest, boolean sealed) throws IOException {
        Path place = sealed ? sealedPath(digest) : plainPath(digest);
        Path other = sealed ? plainPath(digest) : sealedPath(digest);
        long size = Files.size(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path folder = Files.createDirectories(root.resolve(digest.hex().substring(0, 2)));
        synchronized (byUse) {
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(other);
            if (kept.contains(digest)) {
                Durable.forceFolder(folder);
                return place;
            }
            Used used = new Used(size, clock.instant());
            // a file that is larger than the whole cache is the first to go, and takes no other with it
            Used before = size > limit ? byUse.putFirst(digest, used) : byUse.put(digest, used);
            total += size - (before == null ? 0 : before.size());
            evict(limit);
        }
        Durable.forceFolder(folder);
        return place;
    }

    /** Forgets a file, whose bytes were found to be damaged; one that is kept stays, for there is no other. */
    public void remove(Sha256 digest) throws IOException {
        synchronized (byUse) {
            if (kept.contains(digest)) {
                return;
            }
            Used used = byUse.remove(digest);
            total -= used == null ? 0 : used.size();
            Files.deleteIfExists(path(digest));
        }
    }

    /** Bytes held in the cache. */
    public long total() {
        synchronized (byUse) {
            return total;
        }
    }

    public long limit() {
        return limit;
    }

    private void evict(long target) {
        var oldest = byUse.entrySet().iterator();
        while (total > target && oldest.hasNext()) {
            Map.Entry<Sha256, Used> entry = oldest.next();
            try {
                Files.deleteIfExists(path(entry.getKey()));
            } catch (NoSuchFileException e) {
                LOG.debug("{} was gone already", entry.getKey());
            } catch (IOException e) {
                LOG.warn("{} could not be evicted: {}", entry.getKey(), e.toString());
                continue;
            }
            total -= entry.getValue().size();
            LOG.info(
                    "evicted {} ({} bytes, last used {}) from the file cache, which holds {} of {} bytes",
                    entry.getKey(),
                    entry.getValue().size(),
                    entry.getValue().touched(),
                    total,
                    limit);
            oldest.remove();
        }
    }

    /** Encrypts a finished temporary file, which is gone when this returns. */
    private Path seal(Path plain, Sha256 digest) throws IOException {
        Path sealed = temporary();
        try {
            SealedFile.seal(plain, sealed, digest, keys.orElseThrow());
        } catch (IOException e) {
            Files.deleteIfExists(sealed);
            throw e;
        }
        Files.delete(plain);
        return sealed;
    }

    /** Opens an encrypted file of the store ({@link SealedFile#is}). */
    public SealedFile open(Path sealed) throws IOException {
        return SealedFile.open(
                sealed, keys.orElseThrow(() -> new IOException("there are no keys for encrypted files: " + sealed)));
    }

    /** All bytes of a file of the store, decrypted where it is encrypted. */
    public InputStream stream(Path file) throws IOException {
        return SealedFile.is(file) ? open(file).stream() : Files.newInputStream(file);
    }

    private Path path(Sha256 digest) {
        Path sealed = sealedPath(digest);
        return keys.isPresent() && keys.get().any() && Files.exists(sealed) ? sealed : plainPath(digest);
    }

    private Path plainPath(Sha256 digest) {
        return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    private Path sealedPath(Sha256 digest) {
        return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex() + SealedFile.SUFFIX);
    }
}
