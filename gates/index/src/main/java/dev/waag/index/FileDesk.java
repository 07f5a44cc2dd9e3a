package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.index.Counts.Event;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.store.Blobs;
import dev.waag.store.FileRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives out files, their metadata and their provenance by the addresses that pages name: what a page offers, and nothing else. */
public final class FileDesk {
    private static final Logger LOG = LoggerFactory.getLogger(FileDesk.class);
    /** A file that our page does not have is looked for upstream once more where the page is older than this. */
    private static final Duration MAY_BE_NEWER = Duration.ofSeconds(10);

    private final Names names;
    private final HostedPages hosted;
    private final ProjectPages pages;
    private final OriginDesk origins;
    private final Attestations attestations;
    private final Provenance provenance;
    private final WheelMetadata metadata;
    private final FileInspector inspector;
    private final Downloads downloads;
    private final DownloadLog log;
    private final Blobs blobs;
    private final Counts counts;
    private final InstantSource clock;

    FileDesk(
            Names names,
            HostedPages hosted,
            ProjectPages pages,
            OriginDesk origins,
            Attestations attestations,
            Provenance provenance,
            WheelMetadata metadata,
            FileInspector inspector,
            Downloads downloads,
            DownloadLog log,
            Blobs blobs,
            Counts counts,
            InstantSource clock) {
        this.names = names;
        this.hosted = hosted;
        this.pages = pages;
        this.origins = origins;
        this.attestations = attestations;
        this.provenance = provenance;
        this.metadata = metadata;
        this.inspector = inspector;
        this.downloads = downloads;
        this.log = log;
        this.blobs = blobs;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * A file by its address.
     *
     * @param tag the part of the address that says which bytes are meant
     * @param base the URL that links in a refusal begin with
     */
    public FileAnswer file(ProjectName project, String tag, String filename, String base) {
        FileAnswer answer = look(project, tag, filename, base);
        switch (answer) {
            case FileAnswer.Ready r -> counts.add(Event.FILE_WARM);
            case FileAnswer.Coming c -> counts.add(Event.FILE_COLD);
            case FileAnswer.Refused r -> counts.add(Event.FILE_REFUSED);
            case FileAnswer.Unavailable u -> counts.add(Event.FILE_UNAVAILABLE);
            case FileAnswer.Absent a -> counts.add(Event.FILE_ABSENT);
            case FileAnswer.Companion c -> throw new IllegalStateException("a file's bytes were asked for");
        }
        return answer;
    }

    private FileAnswer look(ProjectName project, String tag, String filename, String base) {
        Found found = find(project, tagged(tag), filename, base);
        if (found.answer().isPresent()) {
            return found.answer().get();
        }
        FileRecord record = found.record().orElseThrow();
        FileKey key = found.key().orElseThrow();
        if (log.full()) {
            return new FileAnswer.Unavailable("downloads cannot be recorded: the gate's database cannot be written");
        }
        Optional<FileAnswer> objection = downloads.cached(key).isPresent() ? Optional.empty() : attest(key, tag, base);
        return objection.orElseGet(() -> give(key, record, base));
    }

    /** A file's attestation comes with the file: before its first byte it is known whether the file's page still offers it. */
    private Optional<FileAnswer> attest(FileKey key, String tag, String base) {
        try {
            if (attestations.isKnown(key)) {
                return Optional.empty();
            }
            attestations.look(key);
            if (names.claimed(key.project())) {
                hosted.rejudge(key.project(), key.file().filename());
            } else {
                pages.rejudge(key.project());
            }
            return find(key.project(), tagged(tag), key.file().filename(), base).answer();
        } catch (IOException e) {
            LOG.warn("the attestation of {} cannot be had: {}", key, e.getMessage());
            return attestedBefore(key)
                    ? Optional.of(new FileAnswer.Unavailable(
                            "its attestation cannot be fetched, and those of other releases were: " + e.getMessage()))
                    : Optional.empty();
        } catch (SQLException e) {
            return Optional.of(
                    new FileAnswer.Unavailable("decisions cannot be recorded: the gate's database cannot be written"));
        }
    }

    private boolean attestedBefore(FileKey key) {
        try {
            return origins.of(key.project())
                    .map(o -> o.history().stream().anyMatch(r -> !r.publishers().isEmpty()))
                    .orElse(false);
        } catch (SQLException e) {
            return true;
        }
    }

    private FileAnswer give(FileKey key, FileRecord record, String base) {
        try {
            Optional<Path> cached = downloads.cached(key);
            if (cached.isPresent()) {
                Sha256 digest = downloads.digest(key).orElseThrow();
                Optional<FileRecord> judged = inspector.inspect(key, () -> blobs.stream(cached.get()), digest);
                return judged.isPresent() && !judged.get().decision().allows()
                        ? new FileAnswer.Refused(new Refusal(judged.get().decision(), record.filename(), base))
                        : new FileAnswer.Ready(new FileAnswer.Allowed(key.project(), record, digest), cached.get());
            }
        } catch (IOException | SQLException e) {
            return new FileAnswer.Unavailable("the file could not be inspected: " + e.getMessage());
        }
        if (names.claimed(key.project())) {
            LOG.error("{} was published here, and its bytes are gone from the disk", key);
            return new FileAnswer.Unavailable("its bytes are gone from the gate's disk");
        }
        try {
            return new FileAnswer.Coming(key.project(), record, downloads.follow(key));
        } catch (IOException e) {
            return new FileAnswer.Unavailable("the gate's disk cannot be written: " + e.getMessage());
        }
    }

    /**
     * What may be given where the cache has it, as far as that is known without waiting for anything. Whoever gives it says so to
     * {@link #given}.
     */
    public Optional<FileAnswer.Allowed> allowed(ProjectName project, String tag, String filename) {
        FileRecord file = ready(project)
                .flatMap(v -> v.file(filename))
                .filter(f -> isGiven(f, tag))
                .orElse(null);
        if (file == null || log.full()) {
            return Optional.empty();
        }
        Sha256 digest = Sha256.parse(file.effective().hashes().getOrDefault("sha256", ""))
                .orElse(null);
        if (digest == null) {
            return Optional.empty();
        }
        return inspector.remembers(digest, filename)
                ? Optional.of(new FileAnswer.Allowed(project, file, digest))
                : Optional.empty();
    }

    /** The core metadata of a wheel that may be given, where they are in memory. */
    public Optional<ProjectView.Body> readyMetadata(ProjectName project, String tag, String filename) {
        return ready(project)
                .flatMap(v -> v.file(filename)
                        .filter(f -> isGiven(f, tag))
                        .map(f -> new FileKey(v.record().upstream(), project, f.effective())))
                .flatMap(metadata::recent);
    }

    private Optional<ProjectView> ready(ProjectName project) {
        return names.claimed(project) ? hosted.ready(project) : pages.ready(project);
    }

    private static boolean isGiven(FileRecord file, String tag) {
        return file.decision().allows() && ProjectView.tag(file.effective()).equals(tag);
    }

    /** Counts a file of {@link #allowed}. */
    public void given(FileAnswer.Allowed file) {
        counts.add(Event.FILE_WARM);
    }

    /** The refusal of a file, where what it holds made it one while it came. */
    public Optional<FileAnswer> refusal(ProjectName project, String tag, String filename, String base) {
        return find(project, tagged(tag), filename, base).answer().filter(FileAnswer.Refused.class::isInstance);
    }

    /** A cached file turned out not to be there any more: it is fetched again for the next who asks. */
    public void forget(FileAnswer.Allowed file) {
        try {
            blobs.remove(file.digest());
        } catch (IOException e) {
            LOG.warn("{} could not be removed from the cache: {}", file.digest(), e.toString());
        }
    }

    /** The core metadata of a wheel by the wheel's address; refused where the wheel is. */
    public FileAnswer metadata(ProjectName project, String tag, String filename, String base) {
        Found found = find(project, tagged(tag), filename, base);
        if (found.answer().isPresent()) {
            return found.answer().get();
        }
        FileKey key = found.key().orElseThrow();
        if (!DistributionName.parse(filename, project).kind().equals("wheel")) {
            return new FileAnswer.Absent();
        }
        try {
            Optional<byte[]> body = metadata.find(key);
            if (body.isEmpty()) {
                body = fromWhole(key);
            }
            return body.<FileAnswer>map(FileAnswer.Companion::new).orElseGet(FileAnswer.Absent::new);
        } catch (IOException | Download.DownloadException e) {
            // a wheel whose metadata cannot be read is looked into as a whole, and may turn out to be one that nobody
            // gets
            return refusal(project, tag, filename, base)
                    .orElseGet(() -> new FileAnswer.Unavailable(String.valueOf(e.getMessage())));
        }
    }

    /** An upstream without ranges, or a wheel that cannot be read from its end: all of it is fetched, which somebody is about to want anyway. */
    private Optional<byte[]> fromWhole(FileKey key) throws IOException, Download.DownloadException {
        if (downloads.cached(key).isEmpty()) {
            Download download = downloads.follow(key);
            try {
                download.awaitEnd();
            } finally {
                download.leave();
            }
        }
        return metadata.find(key);
    }

    /** The provenance of a file by its release (PEP 740); refused where the file is, absent where its upstream names none. */
    public FileAnswer provenance(ProjectName project, String version, String filename, String base) {
        Predicate<SimpleFile> inRelease =
                f -> new Release(DistributionName.parse(f.filename(), project).version(), List.of()).is(version);
        Found found = find(project, inRelease, filename, base);
        if (found.answer().isPresent()) {
            return found.answer().get();
        }
        try {
            return provenance
                    .find(found.key().orElseThrow())
                    .<FileAnswer>map(FileAnswer.Companion::new)
                    .orElseGet(FileAnswer.Absent::new);
        } catch (IOException e) {
            return new FileAnswer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static Predicate<SimpleFile> tagged(String tag) {
        return f -> ProjectView.tag(f).equals(tag);
    }

    private record Found(Optional<FileAnswer> answer, Optional<FileRecord> record, Optional<FileKey> key) {
        static Found of(FileAnswer answer) {
            return new Found(Optional.of(answer), Optional.empty(), Optional.empty());
        }
    }

    private Found find(ProjectName project, Predicate<SimpleFile> meant, String filename, String base) {
        PageOutcome outcome = whole(project, false);
        Found found = find(outcome, project, meant, filename, base);
        boolean unknown = found.answer().isPresent() && found.answer().get() instanceof FileAnswer.Absent;
        return unknown
                        && outcome instanceof PageOutcome.Found page
                        && page.view().olderThan(MAY_BE_NEWER, clock.instant())
                ? find(whole(project, true), project, meant, filename, base)
                : found;
    }

    private Found find(
            PageOutcome outcome, ProjectName project, Predicate<SimpleFile> meant, String filename, String base) {
        return switch (outcome) {
            case PageOutcome.Absent a -> Found.of(new FileAnswer.Absent());
            case PageOutcome.Unavailable u -> Found.of(new FileAnswer.Unavailable(u.reason()));
            case PageOutcome.Found page -> {
                Optional<FileRecord> record = page.view().file(filename);
                if (record.isEmpty()) {
                    yield Found.of(new FileAnswer.Absent());
                }
                FileRecord file = record.get();
                if (!file.decision().allows()) {
                    yield Found.of(new FileAnswer.Refused(new Refusal(file.decision(), filename, base)));
                }
                SimpleFile effective = file.effective();
                if (!meant.test(effective)) {
                    yield Found.of(new FileAnswer.Absent());
                }
                yield new Found(
                        Optional.empty(),
                        record,
                        Optional.of(new FileKey(page.view().record().upstream(), project, effective)));
            }
        };
    }

    /** Waits for the download's end; the digest that the cache has the file under. */
    public FileAnswer awaitWhole(FileAnswer.Coming coming, String tag, String base) {
        try {
            coming.download().awaitEnd();
        } catch (Download.DownloadException e) {
            return refusal(coming.project(), tag, coming.record().filename(), base)
                    .orElseGet(() -> new FileAnswer.Unavailable(String.valueOf(e.getMessage())));
        }
        return look(coming.project(), tag, coming.record().filename(), base);
    }

    /** A project with every file that may be asked for by its address. */
    private PageOutcome whole(ProjectName project, boolean revalidate) {
        return names.claimed(project) ? hosted.all(project) : pages.current(project, revalidate);
    }

    /** What a reader finds in the file of that digest; empty where it is not in the cache, or cannot be read. */
    public <T> Optional<T> reading(Sha256 digest, Function<InputStream, Optional<T>> reader) {
        Optional<Path> kept = blobs.find(digest);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = blobs.stream(kept.get())) {
            return reader.apply(in);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
