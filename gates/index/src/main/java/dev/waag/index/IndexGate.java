package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.Fetcher;
import dev.waag.index.Counts.Event;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.store.Blobs;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Hosted;
import dev.waag.store.Ledger;
import dev.waag.store.Projects;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The intake gate: a package index in front of the public one. A page and the files on it follow from the same decisions, so that what a
 * page hides is refused and what it offers is given.
 */
public final class IndexGate implements AutoCloseable {
    private final UpstreamHealth health = new UpstreamHealth();
    private final Counts counts = new Counts();
    private final Database database;
    private final Names names;
    private final String lastChannel;
    private final HostedPages hosted;
    private final ProjectPages pages;
    private final FileDesk files;
    private final OriginDesk origins;
    private final DownloadLog deliveries;
    private final AskedPages asked;
    private final RootList root;
    private final LegacyJson legacy;
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
        Provenance provenance = new Provenance(fetcher, database);
        Attestations attestations = new Attestations(provenance, database, settings.trustedRoot(), clock);
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
        this.origins = new OriginDesk(pages, attestations, judge);
        WheelMetadata metadata = new WheelMetadata(fetcher, database, pages::announce);
        FileInspector inspector = new FileInspector(judge.inspections(), database, key -> rejudge(key));
        Downloads downloads =
                new Downloads(fetcher, limits, blobs, database, ledger, metadata, inspector, counts, clock);
        this.deliveries = new DownloadLog(database, ledger, clock);
        this.asked = new AskedPages(database);
        this.files = new FileDesk(
                names,
                hosted,
                pages,
                origins,
                attestations,
                provenance,
                metadata,
                inspector,
                downloads,
                deliveries,
                blobs,
                counts,
                clock);
        this.legacy = new LegacyJson(metadata, judge);
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

    /** Files by the addresses that the pages name. */
    public FileDesk files() {
        return files;
    }

    /** Where projects come from. */
    public OriginDesk origins() {
        return origins;
    }

    /** What was given out. */
    public DownloadLog deliveries() {
        return deliveries;
    }

    /** What was asked for under receipts. */
    public AskedPages asked() {
        return asked;
    }

    private Optional<FileRecord> rejudge(FileKey key) throws SQLException {
        return names.claimed(key.project())
                ? hosted.rejudge(key.project(), key.file().filename())
                : pages.rejudge(key.project(), key.file().filename());
    }

    /** What was done since the start. */
    public Counts counts() {
        return counts;
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
        deliveries.close();
    }
}
