package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.Fetcher;
import dev.waag.index.Counts.Event;
import dev.waag.judge.Judge;
import dev.waag.judge.Origins;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.store.Blobs;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Hosted;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Projects;
import dev.waag.store.Receipts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intake gate: a package index in front of the public one. A page and the files on it follow from the same decisions, so that what a
 * page hides is refused and what it offers is given.
 */
public final class IndexGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexGate.class);
    /** A file that our page does not have is looked for upstream once more where the page is older than this. */
    private static final Duration MAY_BE_NEWER = Duration.ofSeconds(10);

    private final UpstreamHealth health = new UpstreamHealth();
    private final Counts counts = new Counts();
    private final Database database;
    private final Map<String, Set<String>> asked = new ConcurrentHashMap<>();
    private final Names names;
    private final String lastChannel;
    private final HostedPages hosted;
    private final ProjectPages pages;
    private final WheelMetadata metadata;
    private final FileInspector inspector;
    private final Provenance provenance;
    private final Attestations attestations;
    private final Judge judge;
    private final Downloads downloads;
    private final DownloadLog log;
    private final RootList root;
    private final LegacyJson legacy;
    private final Blobs blobs;
    private final InstantSource clock;

    public IndexGate(
            IndexSettings settings,
            Fetcher fetcher,
            FetchLimits limits,
            Database database,
            Blobs blobs,
            Judge judge,
            Ledger ledger,
            InstantSource clock) {
        this.database = database;
        this.names = new Names(settings);
        this.lastChannel = settings.channels().getLast();
        this.clock = clock;
        this.blobs = blobs;
        this.judge = judge;
        this.provenance = new Provenance(fetcher, database);
        this.attestations = new Attestations(provenance, database, settings.trustedRoot(), clock);
        this.hosted = new HostedPages(database, judge, attestations, ledger, clock);
        this.pages = new ProjectPages(
                settings,
                names,
                new UpstreamPages(fetcher, limits),
                new FileHeads(fetcher),
                health,
                counts,
                database,
                judge,
                attestations,
                ledger,
                clock);
        this.metadata = new WheelMetadata(fetcher, database, pages::announce);
        this.legacy = new LegacyJson(metadata, judge);
        this.inspector = new FileInspector(judge.inspections(), database, key -> rejudge(key));
        this.downloads = new Downloads(fetcher, limits, blobs, database, ledger, metadata, inspector, counts, clock);
        this.log = new DownloadLog(database, ledger);
        this.root = new RootList(fetcher, limits, names, database, blobs, clock);
    }

    /** @param revalidate ask the upstream even if the page is fresh (a client's no-cache) */
    public PageOutcome page(ProjectName name, boolean revalidate) {
        return page(name, lastChannel, revalidate);
    }

    /** The page as a channel shows it: the same for every project but for those that are published here. */
    public PageOutcome page(ProjectName name, String channel, boolean revalidate) {
        PageOutcome outcome = names.claimed(name) ? hosted.in(name, channel) : pages.current(name, revalidate);
        if (outcome instanceof PageOutcome.Found found) {
            counts.add(found.staleSince().isPresent() ? Event.PAGE_STALE : Event.PAGE_FRESH);
        }
        return outcome;
    }

    /** A project that can be served from memory without waiting. */
    public Optional<ProjectView> ready(ProjectName name) {
        return ready(name, lastChannel);
    }

    public Optional<ProjectView> ready(ProjectName name, String channel) {
        Optional<ProjectView> view = names.claimed(name) ? hosted.ready(name, channel) : pages.ready(name);
        if (view.isPresent()) {
            counts.add(Event.PAGE_FRESH);
        }
        return view;
    }

    /** Whether the name is ours to publish under. */
    public boolean claimed(ProjectName name) {
        return names.claimed(name);
    }

    /** The project of a claimed name with all its files, whichever channel they are in. */
    public PageOutcome hosted(ProjectName name) {
        return hosted.all(name);
    }

    /** Every project of which this gate has a page: had from its upstream once, or published here and in the last channel. */
    Set<ProjectName> known() throws SQLException {
        return database.read(c -> {
            Set<ProjectName> all = new TreeSet<>();
            for (Upstream upstream : names.upstreams()) {
                Projects.names(c, upstream.id()).stream()
                        .filter(n -> names.upstream(n).equals(Optional.of(upstream)))
                        .forEach(all::add);
            }
            Hosted.projects(c, lastChannel).stream().filter(names::claimed).forEach(all::add);
            return all;
        });
    }

    /** One of those as it is known, judged as of now. */
    Optional<ProjectView> asKnown(ProjectName name) throws SQLException {
        if (!names.claimed(name)) {
            return pages.asKnown(name);
        }
        return hosted.in(name, lastChannel) instanceof PageOutcome.Found found
                ? Optional.of(found.view())
                : Optional.empty();
    }

    /** The label of whoever claimed the name; empty where nobody did, or without a label. */
    public String owner(ProjectName name) {
        return names.owner(name);
    }

    /** The versions of a project of which a file is known here, hosted or from its upstream. */
    public Set<String> versions(Connection c, ProjectName name) throws SQLException {
        String upstream = names.upstream(name).map(Upstream::id).orElse(Hosted.UPSTREAM);
        Set<String> versions = new LinkedHashSet<>();
        Projects.find(c, upstream, name).stream()
                .flatMap(p -> p.files().stream())
                .forEach(f -> versions.add(f.version()));
        if (upstream.equals(Hosted.UPSTREAM)) {
            Hosted.files(c, name).forEach(f -> versions.add(f.version()));
        }
        return versions;
    }

    /** The part of a file's address that says which bytes are meant. */
    public static String tag(Sha256 digest) {
        return digest.hex().substring(0, 16);
    }

    /** Something that is published here was changed in the database: seen by the next who asks. */
    public void changed(ProjectName name) {
        hosted.changed(name);
    }

    /** A project with every file that may be asked for by its address. */
    private PageOutcome whole(ProjectName project, boolean revalidate) {
        return names.claimed(project) ? hosted.all(project) : pages.current(project, revalidate);
    }

    /** The list of all projects. */
    public RootList.Listing root(boolean asJson) throws IOException {
        return root(asJson, lastChannel);
    }

    /** The list of all projects as a channel shows it. */
    public RootList.Listing root(boolean asJson, String channel) throws IOException {
        return root.get(asJson, channel);
    }

    /** Projects in the form of the legacy JSON API. */
    public LegacyJson legacy() {
        return legacy;
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
            return origins(key.project())
                    .map(o -> o.history().stream().anyMatch(r -> !r.publishers().isEmpty()))
                    .orElse(false);
        } catch (SQLException e) {
            return true;
        }
    }

    /** Where a project's files come from, by their attestations; empty for a project that the upstream does not have. */
    public Optional<Origins> origins(ProjectName project) throws SQLException {
        return pages.current(project, false) instanceof PageOutcome.Found found
                ? Optional.of(attestations.origins(found.view().record()))
                : Optional.empty();
    }

    /** What came of accepting a change of provenance. */
    public sealed interface Acceptance {
        /** The release's files are judged anew; the entry is in the ledger. */
        record Done(Origins.Release release, long entry) implements Acceptance {}

        /** There is nothing that could be accepted. */
        record Nothing(String reason) implements Acceptance {}
    }

    /** Accepts that a release's provenance differs from that of the releases before it. */
    public Acceptance accept(ProjectName project, String version, String owner, String reason, String actor)
            throws SQLException {
        Optional<Origins> origins = origins(project);
        if (origins.isEmpty()) {
            return new Acceptance.Nothing("the gate knows no project " + project);
        }
        Optional<Origins.Release> release = origins.get().history().stream()
                .filter(r -> new Release(r.version(), List.of()).is(version))
                .findFirst();
        if (release.isEmpty()) {
            return new Acceptance.Nothing("there is no release " + version + " of " + project);
        }
        if (release.get().change().isEmpty()) {
            return new Acceptance.Nothing("the provenance of " + project + " " + version + " is as it was before");
        }
        if (release.get().held().isEmpty()) {
            return new Acceptance.Nothing(
                    "its attestation could not be fetched: nobody knows yet what would be accepted");
        }
        long entry = judge.accept(project, release.get(), owner, reason, actor);
        pages.rejudge(project);
        return new Acceptance.Done(release.get(), entry);
    }

    private Optional<FileRecord> rejudge(FileKey key) throws SQLException {
        return names.claimed(key.project())
                ? hosted.rejudge(key.project(), key.file().filename())
                : pages.rejudge(key.project(), key.file().filename());
    }

    private FileAnswer give(FileKey key, FileRecord record, String base) {
        try {
            Optional<Path> cached = downloads.cached(key);
            if (cached.isPresent()) {
                Sha256 digest = downloads.digest(key).orElseThrow();
                Optional<FileRecord> judged = inspector.inspect(key, () -> blobs.stream(cached.get()), digest);
                return judged.isPresent() && !judged.get().decision().allows()
                        ? new FileAnswer.Refused(new Refusal(judged.get().decision(), record.filename(), base))
                        : new FileAnswer.Ready(key.project(), record, digest, cached.get());
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

    /** A file that can be given from the cache without waiting for anything. Whoever gives it says so to {@link #given}. */
    public Optional<FileAnswer.Ready> readyFile(ProjectName project, String tag, String filename) {
        FileRecord file = (names.claimed(project) ? hosted.ready(project) : pages.ready(project))
                .flatMap(v -> v.file(filename))
                .orElse(null);
        if (file == null || !file.decision().allows() || log.full()) {
            return Optional.empty();
        }
        SimpleFile effective = file.effective();
        Sha256 digest =
                Sha256.parse(effective.hashes().getOrDefault("sha256", "")).orElse(null);
        if (digest == null || !ProjectView.tag(effective).equals(tag)) {
            return Optional.empty();
        }
        if (!inspector.remembers(digest, filename)) {
            return Optional.empty();
        }
        return blobs.find(digest).map(path -> new FileAnswer.Ready(project, file, digest, path));
    }

    /** Counts a file of {@link #readyFile}. */
    public void given(FileAnswer.Ready file) {
        counts.add(Event.FILE_WARM);
    }

    /** The refusal of a file, where what it holds made it one while it came. */
    public Optional<FileAnswer> refusal(ProjectName project, String tag, String filename, String base) {
        return find(project, tagged(tag), filename, base).answer().filter(FileAnswer.Refused.class::isInstance);
    }

    /** A cached file turned out not to be there any more: it is fetched again for the next who asks. */
    public void forget(FileAnswer.Ready file) {
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

    /**
     * A client has a file, or a part of it, completely. Entered in the ledger within a second.
     *
     * @param actor who it was
     * @param range the part, as the request named it; empty for the whole
     */
    public void delivered(ProjectName project, FileRecord file, Optional<String> range, String actor) {
        delivered(project, file, range, actor, Optional.empty());
    }

    /** @param receipt the receipt under which it was */
    public void delivered(
            ProjectName project, FileRecord file, Optional<String> range, String actor, Optional<String> receipt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("version", file.version());
        fields.put("filename", file.filename());
        fields.put("sha256", file.effective().hashes().getOrDefault("sha256", ""));
        fields.put("decision", Long.toString(file.decision().entry()));
        range.ifPresent(r -> fields.put("range", r));
        receipt.ifPresent(r -> fields.put(Receipts.MEMBER, r));
        log.add(new LedgerEntry("download", clock.instant(), actor, fields));
    }

    /** What was done since the start. */
    public Counts counts() {
        return counts;
    }

    /** Remembers that a project's page was asked for under a receipt, beside the request. */
    public void asked(String receipt, ProjectName project) {
        if (asked.computeIfAbsent(receipt, r -> ConcurrentHashMap.newKeySet()).add(project.value())) {
            Thread.ofVirtual().start(() -> {
                try {
                    database.write(c -> Receipts.asked(c, receipt, project.value()));
                } catch (SQLException e) {
                    LOG.warn("that {} was asked for under receipt {} could not be stored", project, receipt, e);
                }
            });
        }
    }

    /** The projects whose pages this process knows to have been asked for under a receipt. */
    public Set<String> askedUnder(String receipt) {
        return Set.copyOf(asked.getOrDefault(receipt, Set.of()));
    }

    public void forgetAsked(String receipt) {
        asked.remove(receipt);
    }

    /** Waits until the downloads so far are in the ledger; false where that takes too long. */
    public boolean awaitRecorded(Duration patience) {
        return log.await(patience);
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

    /** Downloads that are not in the ledger yet. */
    public int unrecorded() {
        return log.queued();
    }

    public UpstreamHealth health() {
        return health;
    }

    /** When the oldest page in memory that is past its time was last confirmed; empty where all are fresh. */
    public Optional<Instant> oldestStale() {
        return pages.oldestStale(clock.instant());
    }

    @Override
    public void close() {
        log.close();
    }
}
