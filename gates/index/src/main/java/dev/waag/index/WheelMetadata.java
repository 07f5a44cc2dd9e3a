package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.fetch.Fetcher;
import dev.waag.python.DistributionName;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.WheelName;
import dev.waag.python.WheelTail;
import dev.waag.store.Database;
import dev.waag.store.Projects;
import dev.waag.store.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core metadata of wheels (PEP 658), whether or not the upstream announces any: its {@code .metadata} where it does, else METADATA read
 * from the wheel's end by range requests. What was given out is compared with the wheel's own METADATA once that is here.
 */
final class WheelMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(WheelMetadata.class);
    /** Larger than any real METADATA (the largest known are about 2 MB of change log). */
    static final int MAX = 8 << 20;

    static final int TAIL = 48 << 10;

    /** Told where the metadata that we give out has another digest than its upstream announces. */
    interface Correction {
        void announce(ProjectName project, String filename, Sha256 metadata) throws SQLException;
    }

    private final RemoteMetadata remote;
    private final Database database;
    private final Correction correction;
    private final Flights flights = new Flights();
    private final RecentMetadata recent = new RecentMetadata();

    WheelMetadata(Fetcher fetcher, Database database, Correction correction) {
        this.remote = new RemoteMetadata(fetcher);
        this.database = database;
        this.correction = correction;
    }

    /** What we know or can learn without the whole wheel; empty where that must be fetched (the upstream serves no ranges). */
    Optional<byte[]> find(FileKey key) throws IOException {
        long changes = recent.changes();
        Optional<byte[]> known = stored(key).map(Projects.Metadata::body);
        known.ifPresent(body -> recent.keep(key, body, changes));
        return known.isPresent() ? known : flights.get(key, this::learnAndSave);
    }

    /** What was given out lately, known without waiting for anything. */
    Optional<ProjectView.Body> recent(FileKey key) {
        return recent.find(key);
    }

    private Optional<byte[]> learnAndSave(FileKey key) throws IOException {
        Optional<byte[]> body = remote.learn(key);
        if (body.isPresent()) {
            save(key, body.get(), false);
        }
        return body;
    }

    /**
     * Compares a downloaded wheel with the metadata that was given out for it, and remembers the wheel's own.
     *
     * @throws Download.DownloadException where they differ: then resolvers were told something else than what would be installed
     */
    void confirm(FileKey key, Scratch file) throws Download.DownloadException, IOException {
        if (!(DistributionName.parse(key.file().filename(), key.project()) instanceof WheelName wheel)) {
            return;
        }
        Optional<byte[]> own = own(wheel, file);
        if (own.isEmpty()) {
            return;
        }
        Optional<Projects.Metadata> given = stored(key);
        if (given.isPresent() && !Arrays.equals(given.get().body(), own.get())) {
            save(key, own.get(), true);
            throw new Download.DownloadException(
                    "the wheel's METADATA differs from the metadata that the upstream gave for it; from now on the wheel's own is given");
        }
        if (given.isEmpty() || !given.get().confirmed()) {
            save(key, own.get(), true);
        }
    }

    private static Optional<byte[]> own(WheelName wheel, Scratch file) throws IOException {
        long size = file.size();
        WheelTail.Reader reader = (offset, length) -> {
            ByteBuffer into = ByteBuffer.allocate(length);
            while (into.hasRemaining() && file.read(into, offset + into.position()) >= 0) {
                // reads on until the part is complete
            }
            return Arrays.copyOf(into.array(), into.position());
        };
        try {
            int tail = (int) Math.min(size, TAIL);
            return Optional.of(WheelTail.metadata(wheel, size, reader.read(size - tail, tail), reader, MAX));
        } catch (PageFormatException e) {
            LOG.warn("{} has no readable METADATA: {}", wheel.filename(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Projects.Metadata> stored(FileKey key) throws IOException {
        try {
            return database.read(c -> Projects.metadata(
                            c, key.upstream(), key.project(), key.file().filename()))
                    .filter(m -> m.wheel().equals(ProjectView.tag(key.file())));
        } catch (SQLException e) {
            throw new IOException("the database cannot be read", e);
        }
    }

    private void save(FileKey key, byte[] body, boolean confirmed) throws IOException {
        try {
            database.write(c -> {
                Projects.saveMetadata(
                        c,
                        key.upstream(),
                        key.project(),
                        key.file().filename(),
                        new Projects.Metadata(ProjectView.tag(key.file()), body, confirmed));
                return true;
            });
            recent.changed(key);
            Sha256 digest = Sha256.of(body);
            if (key.file().metadataSha256().map(s -> !s.equals(digest.hex())).orElse(false)) {
                LOG.warn("the metadata of {} is not what its upstream announces: the page says so from now on", key);
                correction.announce(key.project(), key.file().filename(), digest);
            }
        } catch (SQLException e) {
            throw new IOException("the database cannot be written", e);
        }
    }
}
