package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.store.Blobs;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Observed;
import dev.waag.store.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files from upstreams: one fetch however many clients wait, taken into the cache only when everything that was said of them holds. */
final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final int CHUNK = 64 << 10;
    private static final int ALERTS = 10_000;

    private final Fetcher fetcher;
    private final FetchLimits limits;
    private final Blobs blobs;
    private final Database database;
    private final Ledger ledger;
    private final WheelMetadata metadata;
    private final FileInspector inspector;
    private final Counts counts;
    private final InstantSource clock;
    private final Map<FileKey, Download> flights = new ConcurrentHashMap<>();
    private final Set<String> alerted = ConcurrentHashMap.newKeySet();

    Downloads(
            Fetcher fetcher,
            FetchLimits limits,
            Blobs blobs,
            Database database,
            Ledger ledger,
            WheelMetadata metadata,
            FileInspector inspector,
            Counts counts,
            InstantSource clock) {
        this.fetcher = fetcher;
        this.limits = limits;
        this.blobs = blobs;
        this.database = database;
        this.ledger = ledger;
        this.metadata = metadata;
        this.inspector = inspector;
        this.counts = counts;
        this.clock = clock;
    }

    /** The file in the cache, where it is there. */
    Optional<Path> cached(FileKey key) {
        return digest(key).flatMap(blobs::find);
    }

    /** The digest by which the cache knows it: the upstream's, or that which we computed where the upstream names none. */
    Optional<Sha256> digest(FileKey key) {
        if (key.sha256().isPresent()) {
            return key.sha256();
        }
        try {
            return database.read(c -> Observed.find(
                    c, key.upstream(), key.project(), key.file().filename(), ProjectView.tag(key.file())));
        } catch (SQLException e) {
            LOG.warn("the digest of {} could not be looked up: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    /** Joins the download that is under way, or begins one. The caller leaves it when it is done. */
    Download follow(FileKey key) throws IOException {
        while (true) {
            Download running = flights.get(key);
            if (running != null && running.join()) {
                return running;
            }
            Scratch file = blobs.scratch();
            Download fresh = new Download(file);
            Download other = running == null
                    ? flights.putIfAbsent(key, fresh)
                    : flights.replace(key, running, fresh) ? null : flights.get(key);
            if (other == null && flights.get(key) == fresh) {
                fresh.join();
                Thread.ofVirtual().name("download-" + key).start(() -> run(key, fresh, file));
                return fresh;
            }
            fresh.leave();
            file.discard();
        }
    }

    private void run(FileKey key, Download download, Scratch file) {
        try {
            fetch(key, download, file);
            flights.remove(key, download);
            download.finish();
        } catch (Download.DownloadException | IOException | SQLException | RuntimeException e) {
            flights.remove(key, download);
            counts.add(Counts.Event.DOWNLOAD_FAILED);
            LOG.warn("{} could not be had: {}", key, e.getMessage());
            discard(file);
            download.fail(String.valueOf(e.getMessage()));
        }
    }

    private static void discard(Scratch file) {
        try {
            file.discard();
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", file.path(), e.toString());
        }
    }

    private void fetch(FileKey key, Download download, Scratch file)
            throws IOException, SQLException, Download.DownloadException {
        OptionalLong said = key.file().size();
        long most = said.orElse(limits.fileBytes());
        try (Response response = fetcher.get(
                Requests.file(URI.create(key.file().url()), Math.min(most + 1, limits.fileBytes()), key.upstream()))) {
            if (response.status() != 200) {
                throw new Download.DownloadException(
                        "the upstream " + response.uri().getHost() + " answered " + response.status());
            }
            OptionalLong announced = response.contentLength();
            if (said.isPresent() && announced.isPresent() && !said.equals(announced)) {
                throw new Download.DownloadException(
                        "the page says " + said.getAsLong() + " bytes, the upstream sends " + announced.getAsLong());
            }
            blobs.makeRoom(announced.orElse(said.orElse(0)));
            download.begin(announced.isPresent() ? announced : said);
            FileInspector.Running inspection = inspector.begin(key, download, announced.isPresent() ? announced : said);
            Checks checks = new Checks(key.file().hashes());
            long size = copy(response.body(), download, checks);
            if (said.isPresent() && said.getAsLong() != size) {
                throw new Download.DownloadException(
                        "the page says " + said.getAsLong() + " bytes, the upstream sent " + size);
            }
            Checks.Result result = checks.finish();
            if (result.mismatch().isPresent()) {
                alert(key, result);
                throw new Download.DownloadException("the upstream sent other bytes than its page promises: "
                        + result.mismatch().get());
            }
            download.complete();
            metadata.confirm(key, file);
            Optional<FileRecord> judged = inspection.finish(file, result.digest());
            if (judged.isPresent() && !judged.get().decision().allows()) {
                throw new Download.DownloadException("policy does not allow what it holds");
            }
            blobs.adopt(file, result.digest());
            if (key.sha256().isEmpty()) {
                database.write(c -> Observed.save(
                        c,
                        key.upstream(),
                        key.project(),
                        key.file().filename(),
                        ProjectView.tag(key.file()),
                        result.digest()));
            }
        } catch (FetchException e) {
            throw new Download.DownloadException(String.valueOf(e.getMessage()));
        }
    }

    private static long copy(InputStream body, Download download, Checks checks) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long size = 0;
        for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
            checks.update(chunk, n);
            download.write(ByteBuffer.wrap(chunk, 0, n));
            size += n;
        }
        return size;
    }

    /** That an upstream sent wrong bytes goes on record, once for each pair of file and digest. */
    private void alert(FileKey key, Checks.Result result) throws SQLException {
        if (alerted.size() > ALERTS) {
            alerted.clear();
        }
        if (alerted.add(key + "@" + result.digest())) {
            ledger.enter(new LedgerEntry(
                    "upstream-changed",
                    clock.instant(),
                    "waag",
                    Map.of(
                            "project", key.project().value(),
                            "filename", key.file().filename(),
                            "sha256", key.file().hashes().getOrDefault("sha256", ""),
                            "upstream", key.upstream(),
                            "change",
                                    "sent other bytes than its page promises: "
                                            + result.mismatch().orElse(""),
                            "sha256_now", result.digest().hex())));
        }
    }
}
