package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.inspect.Inspection;
import dev.waag.inspect.Inspector;
import dev.waag.judge.Inspections;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Projects;
import dev.waag.store.Scratch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into files on their way from an upstream: large ones while they come, small ones when they are here. What is found is remembered, and
 * the file judged anew by it before its last bytes are given out.
 */
final class FileInspector {
    private static final Logger LOG = LoggerFactory.getLogger(FileInspector.class);
    /** From this size on a file is read while it comes. */
    private static final long LARGE = 1 << 20;
    /** Files read while they come; each waits for its upstream, so it must not keep others from being inspected. */
    private static final int STREAMS = 6;

    private static final int KNOWN = 100_000;

    /** Judges a file anew. */
    interface Judging {
        Optional<FileRecord> judge(FileKey key) throws SQLException;
    }

    /** Opens the bytes of a file. */
    interface Opening {
        InputStream open() throws IOException;
    }

    private final Inspections inspections;
    private final Database database;
    private final Judging judging;
    private final Semaphore streams = new Semaphore(STREAMS);
    private final Semaphore processors =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    /** Files that are known to be inspected, so that nobody asks the database about a file in use. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    FileInspector(Inspections inspections, Database database, Judging judging) {
        this.inspections = inspections;
        this.database = database;
        this.judging = judging;
    }

    /** Whether the file was inspected, as far as memory tells. */
    boolean remembers(Sha256 digest, String filename) {
        return known.contains(digest.hex() + filename);
    }

    private boolean inspected(Sha256 digest, String filename) throws SQLException {
        if (remembers(digest, filename)) {
            return true;
        }
        boolean has = inspections.has(digest.hex(), filename);
        if (has) {
            remember(digest, filename);
        }
        return has;
    }

    private void remember(Sha256 digest, String filename) {
        if (known.size() > KNOWN) {
            known.clear();
        }
        known.add(digest.hex() + filename);
    }

    /** Where the inspection of a download stands. */
    final class Running {
        private final FileKey key;
        private final boolean needless;
        private final Optional<CompletableFuture<Inspection>> streaming;

        private Running(FileKey key, boolean needless, Optional<CompletableFuture<Inspection>> streaming) {
            this.key = key;
            this.needless = needless;
            this.streaming = streaming;
        }

        /**
         * The file is whole, and its bytes are those that the page promises.
         *
         * @return the file with its decision
         */
        Optional<FileRecord> finish(Scratch file, Sha256 digest) throws IOException, SQLException {
            if (needless) {
                return Optional.empty();
            }
            Inspection found = streaming.isPresent() ? await(streaming.get()) : whole(key, file::stream);
            if (!found.uncompared().isEmpty()) {
                found = whole(key, file::stream); // RECORD has digests that could not be foreseen
            }
            if (!found.sha256().equals(digest)) {
                throw new IOException("what was inspected is not what came");
            }
            return take(key, found);
        }
    }

    private Optional<FileRecord> take(FileKey key, Inspection found) throws SQLException {
        inspections.save(key.project(), found);
        remember(found.sha256(), key.file().filename());
        if (found.unsafe()) {
            LOG.warn("{}: {}", key, found.unsafeFindings().getFirst().message());
        }
        return judging.judge(key);
    }

    /** Begins to look into a download. */
    Running begin(FileKey key, Download download, OptionalLong length) throws SQLException {
        if (key.sha256().isPresent() && inspected(key.sha256().get(), key.file().filename())) {
            return new Running(key, true, Optional.empty());
        }
        if (length.orElse(0) < LARGE || !download.join()) {
            return new Running(key, false, Optional.empty());
        }
        if (!streams.tryAcquire()) {
            download.leave();
            return new Running(key, false, Optional.empty());
        }
        CompletableFuture<Inspection> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon(true).name("inspect-" + key).start(() -> {
            try (InputStream in = new BufferedInputStream(download.written(), 1 << 16)) {
                result.complete(Inspector.inspect(request(key), in));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                result.completeExceptionally(e);
            } finally {
                streams.release();
                download.leave();
            }
        });
        return new Running(key, false, Optional.of(result));
    }

    /** A file that is in the cache although nobody looked into it by today's rules; returns it with its decision. */
    Optional<FileRecord> inspect(FileKey key, Opening file, Sha256 digest) throws IOException, SQLException {
        return inspected(digest, key.file().filename()) ? Optional.empty() : take(key, whole(key, file));
    }

    private Inspection whole(FileKey key, Opening file) throws IOException {
        processors.acquireUninterruptibly();
        CompletableFuture<Inspection> result = new CompletableFuture<>();
        // not on a virtual thread: those share few carriers, and this computes
        Thread.ofPlatform().daemon(true).name("inspect-" + key).start(() -> {
            try {
                result.complete(Inspector.inspect(request(key), file::open));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                result.completeExceptionally(e);
            } finally {
                processors.release();
            }
        });
        return await(result);
    }

    private static Inspection await(CompletableFuture<Inspection> result) throws IOException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            LOG.warn("an inspection failed", e.getCause());
            throw new IOException("it could not be inspected: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopping", e);
        }
    }

    private Inspector.Request request(FileKey key) throws IOException {
        return Inspector.Request.of(key.file().filename(), key.project()).indexed(given(key));
    }

    /** The metadata that resolvers were given for these very bytes. */
    private Optional<byte[]> given(FileKey key) throws IOException {
        try {
            return database.read(c -> Projects.metadata(
                            c, key.upstream(), key.project(), key.file().filename()))
                    .filter(m -> m.wheel().equals(ProjectView.tag(key.file())))
                    .map(Projects.Metadata::body);
        } catch (SQLException e) {
            throw new IOException("the database cannot be read", e);
        }
    }
}
