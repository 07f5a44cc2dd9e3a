package dev.waag.feeds;

import dev.waag.advisory.AdvisoryFormatException;
import dev.waag.advisory.OsvReader;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipFile;

/**
 * A folder on the web in the layout of OSV's bulk export of one ecosystem: {@code modified_id.csv} lists every record with the time of its
 * last change, {@code ID.json} is a record, {@code all.zip}, which need not exist, has them all.
 *
 * <p>Kept of it are the list, the archive, and in a folder of that archive's own the records that the list says are newer. Where these are
 * many, the archive is fetched again instead. A record that is not on the list any more does not count, wherever it lies.
 */
final class WebFolder implements Source {
    /** The archive is fetched sooner than more records than this, one by one. */
    private static final int ONE_BY_ONE = 300;

    private final String name;
    private final URI url;
    private final FeedSettings settings;
    private final FeedLimits limits;
    private final Supplier<Fetcher> fetcher;
    private final WebCopy list;
    private final WebCopy archive;

    WebFolder(URI url, FeedSettings settings, FeedLimits limits, Supplier<Fetcher> fetcher) {
        this.name = Secrets.mask(url.toString());
        this.url = url;
        this.settings = settings;
        this.limits = limits;
        this.fetcher = fetcher;
        this.list = new WebCopy(settings.cache(), url.resolve("modified_id.csv"), limits.catalogueBytes());
        this.archive = new WebCopy(settings.cache(), url.resolve("all.zip"), limits.archiveBytes());
    }

    @Override
    public Optional<Located> here(Instant now) {
        Optional<WebCopy.State> kept = list.kept();
        if (kept.isEmpty() && settings.offline()) {
            throw Faults.neverFetched(name);
        }
        return kept.filter(k -> settings.offline() || WebFile.isFresh(k, settings.refresh(), now))
                .map(this::located);
    }

    @Override
    public Located fetched(Instant now, List<String> warnings) {
        Optional<Located> here = here(now);
        if (here.isPresent()) {
            return here.get();
        }
        Optional<WebCopy.State> old = list.kept();
        try {
            WebCopy.State fresh = list.fetch(fetcher.get(), now);
            if (old.isEmpty() || !fresh.digest().equals(old.get().digest())) {
                bringUp(fresh, now);
            }
            list.keep(fresh);
            return located(fresh);
        } catch (IOException | UserException e) {
            String reason = e instanceof IOException io ? Faults.reason(io) : String.valueOf(e.getMessage());
            WebCopy.State kept = old.orElseThrow(() -> Faults.notFetched(name, reason));
            warnings.add(name + " could not be fetched, its state of " + kept.checked() + " is used: " + reason);
            return located(kept);
        }
    }

    /** Fetches what the list has and we have not. */
    private void bringUp(WebCopy.State fresh, Instant now) throws IOException {
        Map<String, Instant> listed = ModifiedList.read(list.body(fresh));
        if (archive.kept().isEmpty()) {
            fetchArchive(now);
        }
        List<String> missing = missing(listed);
        if (missing.size() > ONE_BY_ONE && archive.kept().isPresent()) {
            fetchArchive(now);
            missing = missing(listed);
        }
        AtomicFiles.folder(records());
        for (String id : missing) {
            fetchRecord(id, listed.getOrDefault(id, Instant.EPOCH));
        }
    }

    private void fetchArchive(Instant now) throws IOException {
        try {
            WebCopy.State state = archive.fetch(fetcher.get(), now);
            checkArchive(archive.body(state));
            archive.keep(state);
        } catch (WebCopy.OtherAnswer e) {
            if (!e.isAbsent()) {
                throw e;
            }
        }
    }

    /** Reads the table of contents alone. */
    static void checkArchive(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() == 0) {
                throw new IOException("the archive is empty");
            }
        }
    }

    /** Those that lie neither in the archive nor beside it as new as the list has them. */
    private List<String> missing(Map<String, Instant> listed) throws IOException {
        Known known = new Known();
        Records reader = new Records(limits);
        Optional<WebCopy.State> kept = archive.kept();
        if (kept.isPresent()) {
            reader.zip(name, archive.body(kept.get()), n -> true, known);
        }
        if (Files.isDirectory(records())) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(records(), "*.json")) {
                for (Path file : files) {
                    String id = Records.id(file.getFileName().toString());
                    known.modified.put(id, Files.getLastModifiedTime(file).toInstant());
                }
            }
        }
        List<String> missing = new ArrayList<>();
        listed.forEach((id, modified) -> {
            Instant have = known.modified.get(id);
            if (have == null || have.isBefore(modified)) {
                missing.add(id);
            }
        });
        missing.sort(null);
        return missing;
    }

    /** When each record was changed last, as far as it says so. */
    private static final class Known implements Records.Sink {
        private final Map<String, Instant> modified = new HashMap<>();

        @Override
        public void record(String place, byte[] json) {
            try {
                OsvReader.read(json).flatMap(r -> r.modified()).ifPresent(m -> modified.put(Records.id(place), m));
            } catch (AdvisoryFormatException e) {
                // It is fetched alone, and if it stays so, named when the index is built.
            }
        }

        @Override
        public void problem(String place, String reason) {
            // As above.
        }
    }

    /** The file's time becomes the list's: the record itself may say another, or none. */
    private void fetchRecord(String id, Instant modified) throws IOException {
        URI place = url.resolve(id + ".json");
        try (Response response = fetcher.get().get(FetchRequest.of(place, limits.recordBytes()))) {
            if (response.status() != 200) {
                throw new WebCopy.OtherAnswer(place, response.status());
            }
            Path file = records().resolve(id + ".json");
            AtomicFiles.write(file, response.readAll());
            Files.setLastModifiedTime(file, FileTime.from(modified));
        }
    }

    private Path records() {
        return list.folder()
                .resolve("records-" + archive.kept().map(a -> a.digest().hex()).orElse("alone"));
    }

    private Located located(WebCopy.State state) {
        Optional<WebCopy.State> kept = archive.kept();
        return new Located(
                name,
                new Located.InCopy(list.body(state), records(), kept.map(archive::body)),
                name + " " + state.digest() + " "
                        + kept.map(k -> k.digest().hex()).orElse(""),
                state.stated());
    }
}
