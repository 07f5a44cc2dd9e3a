package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Range;
import dev.waag.fetch.Response;
import dev.waag.python.DistributionName;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.WheelName;
import dev.waag.python.WheelTail;
import dev.waag.store.Database;
import dev.waag.store.Projects;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final int TAIL = 48 << 10;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    /** Told where the metadata that we give out has another digest than its upstream announces. */
    interface Correction {
        void announce(ProjectName project, String filename, Sha256 metadata) throws SQLException;
    }

    private final Fetcher fetcher;
    private final Database database;
    private final Correction correction;
    private final Flights flights = new Flights();

    WheelMetadata(Fetcher fetcher, Database database, Correction correction) {
        this.fetcher = fetcher;
        this.database = database;
        this.correction = correction;
    }

    /** What we know or can learn without the whole wheel; empty where that must be fetched (the upstream serves no ranges). */
    Optional<byte[]> find(FileKey key) throws IOException {
        Optional<byte[]> known = stored(key).map(Projects.Metadata::body);
        return known.isPresent() ? known : flights.get(key, this::learnAndSave);
    }

    private Optional<byte[]> learnAndSave(FileKey key) throws IOException {
        Optional<byte[]> body = learn(key);
        if (body.isPresent()) {
            save(key, body.get(), false);
        }
        return body;
    }

    private Optional<byte[]> learn(FileKey key) throws IOException {
        if (key.file().hasMetadata()) {
            Optional<byte[]> announced = announced(key);
            if (announced.isPresent()) {
                return announced;
            }
        }
        return fromTail(key);
    }

    /** The upstream's own; empty where it is not there after all or has another digest than was announced, for then the wheel itself must tell. */
    private Optional<byte[]> announced(FileKey key) throws IOException {
        URI uri = URI.create(key.file().url() + ".metadata");
        try (Response response = fetcher.get(Requests.file(uri, MAX, key.upstream()))) {
            if (response.status() != 200) {
                LOG.warn("the upstream announces metadata for {} and answers {}", key, response.status());
                return Optional.empty();
            }
            byte[] body = response.readAll();
            Optional<String> wanted = key.file().metadataSha256();
            if (wanted.isPresent() && !wanted.get().equals(Sha256.of(body).hex())) {
                LOG.warn("the upstream's metadata for {} has another digest than its page announces: not used", key);
                return Optional.empty();
            }
            return Optional.of(body);
        }
    }

    private Optional<byte[]> fromTail(FileKey key) throws IOException {
        if (!(DistributionName.parse(key.file().filename(), key.project()) instanceof WheelName wheel)) {
            return Optional.empty();
        }
        URI uri = URI.create(key.file().url());
        Optional<Part> tail = part(key.upstream(), uri, tail(key.file().size()));
        if (tail.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(WheelTail.metadata(
                    wheel,
                    tail.get().total(),
                    tail.get().bytes(),
                    (offset, length) -> part(key.upstream(), uri, Range.between(offset, offset + length - 1))
                            .map(Part::bytes)
                            .filter(b -> b.length == length)
                            .orElseThrow(() -> new IOException("the upstream stopped serving ranges of " + key)),
                    MAX));
        } catch (PageFormatException e) {
            throw new IOException("the metadata of " + key + " cannot be read from the wheel: " + e.getMessage(), e);
        }
    }

    /** By position where the size is known, for some servers do not serve the last N bytes. */
    private static Range tail(OptionalLong size) {
        return size.isPresent() && size.getAsLong() > 0
                ? Range.between(Math.max(0, size.getAsLong() - TAIL), size.getAsLong() - 1)
                : Range.last(TAIL);
    }

    private record Part(byte[] bytes, long total) {}

    private Optional<Part> part(String upstream, URI uri, Range range) throws IOException {
        try (Response response = fetcher.get(Requests.part(uri, range, MAX, upstream))) {
            Matcher m = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
            if (response.status() != 206 || !m.matches()) {
                if (response.status() >= 400
                        && response.status() != 416
                        && response.status() != 405
                        && response.status() != 501) {
                    throw new IOException("the upstream " + uri.getHost() + " answered " + response.status());
                }
                return Optional.empty();
            }
            return Optional.of(new Part(response.readAll(), Long.parseLong(m.group(3))));
        }
    }

    /**
     * Compares a downloaded wheel with the metadata that was given out for it, and remembers the wheel's own.
     *
     * @throws Download.DownloadException where they differ: then resolvers were told something else than what would be installed
     */
    void confirm(FileKey key, Path file, long size) throws Download.DownloadException, IOException {
        if (!(DistributionName.parse(key.file().filename(), key.project()) instanceof WheelName wheel)) {
            return;
        }
        Optional<byte[]> own = own(wheel, file, size);
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

    private static Optional<byte[]> own(WheelName wheel, Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            WheelTail.Reader reader = (offset, length) -> {
                ByteBuffer into = ByteBuffer.allocate(length);
                while (into.hasRemaining() && channel.read(into, offset + into.position()) >= 0) {
                    // reads on until the part is complete
                }
                return Arrays.copyOf(into.array(), into.position());
            };
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
