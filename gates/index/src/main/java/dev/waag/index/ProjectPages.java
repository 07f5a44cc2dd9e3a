package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.index.Counts.Event;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.ProjectRecord;
import dev.waag.store.Projects;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects as they are now. A page is served from memory until the upstream's copy is too old, the policy or its
 * advisories change, or a decision runs out;
 * then one request renews it for all that wait. What cannot be renewed is served as it was, if its decisions still hold.
 */
final class ProjectPages {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectPages.class);
    /** A page that we have is not held up longer than this by an upstream that is slow. */
    static final Duration STALE_WAIT = Duration.ofSeconds(4);
    /** For how long "there is no such project" is believed. */
    static final Duration ABSENT_FOR = Duration.ofSeconds(10);

    /** Pages in memory may take an eighth of the heap: a hundred much used projects have some 80,000 files, and reading them again costs more than to serve them. */
    private static final long MEMORY = Math.max(96L << 20, Runtime.getRuntime().maxMemory() / 8);

    private static final int ABSENT_NAMES = 10_000;

    private final Names names;
    private final UpstreamPages upstreams;
    private final FileHeads heads;
    private final UpstreamHealth health;
    private final Counts counts;
    private final Database database;
    private final Judge judge;
    private final Attestations attestations;
    private final Settlement settlement;
    private final InstantSource clock;
    private final Duration refresh;
    private final Map<ProjectName, ProjectView> views = new ConcurrentHashMap<>();
    private final Map<ProjectName, Flight> flights = new ConcurrentHashMap<>();
    private final ReentrantLock[] locks;
    private final Map<ProjectName, Instant> absent = new ConcurrentHashMap<>();
    private final Map<ProjectName, Instant> resting = new ConcurrentHashMap<>();

    ProjectPages(
            IndexSettings settings,
            Names names,
            UpstreamPages upstreams,
            FileHeads heads,
            UpstreamHealth health,
            Counts counts,
            Database database,
            Judge judge,
            Attestations attestations,
            Ledger ledger,
            InstantSource clock) {
        this.names = names;
        this.upstreams = upstreams;
        this.heads = heads;
        this.health = health;
        this.counts = counts;
        this.database = database;
        this.judge = judge;
        this.attestations = attestations;
        this.settlement = new Settlement(database, judge, attestations, ledger);
        this.clock = clock;
        this.refresh = settings.refresh();
        this.locks = Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);
    }

    /** The project where it can be served from memory as it is. */
    Optional<ProjectView> ready(ProjectName name) {
        ProjectView view = views.get(name);
        Instant now = clock.instant();
        if (view == null || !view.fresh(now) || !view.decisionsHold(judge.grounds(), now)) {
            return Optional.empty();
        }
        view.used(now.getEpochSecond());
        return Optional.of(view);
    }

    /** @param revalidate ask the upstream even if the page is fresh */
    PageOutcome current(ProjectName name, boolean revalidate) {
        Optional<ProjectView> ready = revalidate ? Optional.empty() : ready(name);
        if (ready.isPresent()) {
            return new PageOutcome.Found(ready.get(), Optional.empty());
        }
        Instant now = clock.instant();
        if (names.claimed(name)) {
            return new PageOutcome.Absent();
        }
        Instant known = absent.get(name);
        if (known != null && !revalidate && now.isBefore(known.plus(ABSENT_FOR))) {
            return new PageOutcome.Absent();
        }
        return await(name, flights.computeIfAbsent(name, n -> start(n, revalidate)));
    }

    /** A renewal under way, which all wait for who ask for the page meanwhile. */
    private record Flight(CompletableFuture<PageOutcome> outcome, long startedNanos) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - startedNanos);
        }
    }

    /** Waits for the renewal; where that takes long and the page is known, the page as it was is served and the renewal goes on. */
    private PageOutcome await(ProjectName name, Flight flight) {
        try {
            long patience = Math.max(0, STALE_WAIT.minus(flight.age()).toMillis());
            return flight.outcome().get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return withoutUpstream(name, flight);
        } catch (ExecutionException e) {
            return failed(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PageOutcome.Unavailable("the server is stopping");
        }
    }

    private PageOutcome withoutUpstream(ProjectName name, Flight flight) {
        try {
            Upstream upstream = names.upstream(name).orElseThrow();
            Optional<PageOutcome> known = locked(name, () -> {
                Optional<ProjectRecord> record = known(upstream, name);
                return record.isPresent() ? Optional.of(stale(record.get(), "its upstream is slow")) : Optional.empty();
            });
            return known.isPresent() ? known.get() : flight.outcome().get();
        } catch (SQLException e) {
            LOG.error("the page of {} could not be read or stored", name, e);
            return keep(name, clock.instant());
        } catch (ExecutionException e) {
            return failed(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PageOutcome.Unavailable("the server is stopping");
        }
    }

    private static PageOutcome failed(ProjectName name, ExecutionException e) {
        LOG.error("the page of {} could not be renewed", name, e.getCause());
        return new PageOutcome.Unavailable("the page could not be made: an internal error, see the log");
    }

    private Flight start(ProjectName name, boolean revalidate) {
        Flight flight = new Flight(new CompletableFuture<>(), System.nanoTime());
        Thread.ofVirtual().name("page-" + name.value()).start(() -> {
            try {
                PageOutcome outcome = renew(name, revalidate);
                flights.remove(name, flight);
                flight.outcome().complete(outcome);
            } catch (Throwable e) {
                flights.remove(name, flight);
                flight.outcome().completeExceptionally(e);
            }
        });
        return flight;
    }

    private interface Settling<T> {
        T run() throws SQLException;
    }

    /** A project's record changes in one thread at a time, each starting from what the one before it stored. */
    private <T> T locked(ProjectName name, Settling<T> work) throws SQLException {
        ReentrantLock lock = locks[Math.floorMod(name.hashCode(), locks.length)];
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    private Optional<ProjectRecord> known(Upstream upstream, ProjectName name) throws SQLException {
        ProjectView view = views.get(name);
        return view != null ? Optional.of(view.record()) : database.read(c -> Projects.find(c, upstream.id(), name));
    }

    private PageOutcome renew(ProjectName name, boolean revalidate) {
        Upstream upstream = names.upstream(name).orElseThrow();
        Instant now = clock.instant();
        try {
            Optional<ProjectRecord> known = known(upstream, name);
            if (known.isPresent() && !revalidate && now.isBefore(known.get().freshUntil())) {
                return locked(name, () -> {
                    ProjectRecord record = known(upstream, name).orElseThrow();
                    return new PageOutcome.Found(settle(record, record, List.of(), List.of()), Optional.empty());
                });
            }
            if (known.isPresent() && health.resting(upstream, now)) {
                return locked(name, () -> stale(known(upstream, name).orElseThrow(), "its upstream is failing"));
            }
            if (known.isPresent() && !revalidate && now.isBefore(resting.getOrDefault(name, Instant.MIN))) {
                return locked(
                        name, () -> stale(known(upstream, name).orElseThrow(), "its upstream had none a moment ago"));
            }
            return ask(upstream, name, known);
        } catch (SQLException e) {
            LOG.error("the page of {} could not be stored", name, e);
            return keep(name, now);
        }
    }

    private PageOutcome ask(Upstream upstream, ProjectName name, Optional<ProjectRecord> before) throws SQLException {
        PageAnswer answer = upstreams.ask(
                upstream,
                name,
                before.map(ProjectRecord::etag).orElse(""),
                before.map(ProjectRecord::lastModified).orElse(""));
        note(upstream, name, answer, clock.instant());
        counts.add(
                switch (answer) {
                    case PageAnswer.Page p -> Event.RENEWAL_CHANGED;
                    case PageAnswer.Unchanged u -> Event.RENEWAL_UNCHANGED;
                    case PageAnswer.Absent a -> Event.RENEWAL_ABSENT;
                    case PageAnswer.Failed f -> Event.RENEWAL_FAILED;
                });
        PageAnswer complete = answer instanceof PageAnswer.Page page
                ? heads.complete(
                        upstream.id(), page, before.map(ProjectRecord::files).orElse(List.of()), clock.instant())
                : answer;
        List<SimpleFile> files = complete instanceof PageAnswer.Page page
                ? page.page().files()
                : before.stream()
                        .flatMap(p -> p.files().stream())
                        .map(FileRecord::shown)
                        .toList();
        attestations.look(upstream.id(), name, files, judge.policy());
        return locked(name, () -> settle(upstream, name, known(upstream, name), complete));
    }

    /** Judges a project's files anew, by what was found out or accepted since. */
    void rejudge(ProjectName name) throws SQLException {
        Optional<Upstream> upstream = names.upstream(name);
        if (upstream.isEmpty()) {
            return;
        }
        locked(name, () -> {
            Optional<ProjectRecord> known = known(upstream.get(), name);
            if (known.isPresent()) {
                settle(known.get(), known.get(), List.of(), List.of());
            }
            return known;
        });
    }

    /** The project as its upstream last had it, judged as of now; no upstream is asked. */
    Optional<ProjectView> asKnown(ProjectName name) throws SQLException {
        Optional<Upstream> upstream = names.upstream(name);
        return upstream.isEmpty()
                ? Optional.empty()
                : locked(name, () -> {
                    Optional<ProjectRecord> record = known(upstream.get(), name);
                    return record.isPresent()
                            ? Optional.of(settle(record.get(), record.get(), List.of(), List.of()))
                            : Optional.empty();
                });
    }

    /** What the answer says about asking again: an upstream that fails rests, and so does a page that it does not have or has only broken. */
    private void note(Upstream upstream, ProjectName name, PageAnswer answer, Instant now) {
        switch (answer) {
            case PageAnswer.Failed f when f.everywhere() -> health.failed(upstream, now, f.reason());
            case PageAnswer.Failed f -> rest(name, now.plus(UpstreamHealth.BACKOFF));
            case PageAnswer.Absent a -> {
                health.answered(upstream, now);
                rest(name, now.plus(ABSENT_FOR));
            }
            default -> health.answered(upstream, now);
        }
    }

    private void rest(ProjectName name, Instant until) {
        if (resting.size() > ABSENT_NAMES) {
            resting.clear();
        }
        resting.put(name, until);
    }

    private PageOutcome settle(Upstream upstream, ProjectName name, Optional<ProjectRecord> known, PageAnswer answer)
            throws SQLException {
        Instant now = clock.instant();
        return switch (answer) {
            case PageAnswer.Page page -> {
                absent.remove(name);
                yield new PageOutcome.Found(take(upstream, name, known, page), Optional.empty());
            }
            case PageAnswer.Unchanged u
            when known.isPresent() -> {
                ProjectRecord next = known.get().confirmed(now, freshUntil(now, u.maxAge()));
                yield new PageOutcome.Found(settle(known.get(), next, List.of(), List.of()), Optional.empty());
            }
            case PageAnswer.Unchanged u -> new PageOutcome.Unavailable("the upstream answered 304 to a first request");
            case PageAnswer.Absent a
            when known.isPresent() -> stale(known.get(), "its upstream says that there is no such project any more");
            case PageAnswer.Absent a -> {
                if (absent.size() > ABSENT_NAMES) {
                    absent.clear();
                }
                absent.put(name, now);
                yield new PageOutcome.Absent();
            }
            case PageAnswer.Failed failed when known.isPresent() -> stale(known.get(), failed.reason());
            case PageAnswer.Failed failed -> new PageOutcome.Unavailable(failed.reason());
        };
    }

    private ProjectView take(Upstream upstream, ProjectName name, Optional<ProjectRecord> known, PageAnswer.Page answer)
            throws SQLException {
        Instant now = clock.instant();
        List<FileRecord> before = known.map(ProjectRecord::files).orElse(List.of());
        Watch.Merged merged = Watch.merge(name, before, answer.page(), now);
        ProjectRecord old = known.orElse(new ProjectRecord(
                upstream.id(), name, answer.page().status(), "", "", now, Instant.EPOCH, true, "", List.of()));
        ProjectRecord next = new ProjectRecord(
                upstream.id(),
                name,
                answer.page().status(),
                answer.etag(),
                answer.lastModified(),
                now,
                freshUntil(now, answer.maxAge()),
                !answer.html(),
                old.basis(),
                merged.touched().isEmpty() && merged.files().size() == before.size() ? before : merged.files());
        return settle(old, next, merged.touched(), merged.alerts());
    }

    private Instant freshUntil(Instant now, Optional<Duration> maxAge) {
        return now.plus(maxAge.filter(a -> a.compareTo(refresh) < 0).orElse(refresh));
    }

    /** Judges what must be judged anew, stores what changed, and puts the result in service. */
    private ProjectView settle(ProjectRecord old, ProjectRecord next, List<FileRecord> touched, List<FileRecord> alerts)
            throws SQLException {
        Instant now = clock.instant();
        ProjectView view =
                settlement.settle(old, next, touched, alerts, Optional.ofNullable(views.get(next.name())), now);
        view.used(now.getEpochSecond());
        views.put(next.name(), view);
        shed();
        return view;
    }

    /** Has the page announce that digest of a wheel's core metadata: the one of what we give out for it. */
    void announce(ProjectName name, String filename, Sha256 metadata) throws SQLException {
        Upstream upstream = names.upstream(name).orElseThrow();
        locked(name, () -> {
            Optional<ProjectRecord> known = known(upstream, name);
            Optional<FileRecord> file = known.stream()
                    .flatMap(p -> p.files().stream())
                    .filter(f -> f.filename().equals(filename))
                    .findFirst();
            if (file.isPresent()) {
                FileRecord next = Watch.announcing(file.get(), metadata.hex());
                List<FileRecord> files = known.get().files().stream()
                        .map(f -> f.filename().equals(filename) ? next : f)
                        .toList();
                settle(known.get(), known.get().judged(known.get().basis(), files), List.of(next), List.of());
            }
            return file;
        });
    }

    /** Judges one file anew, whose content became known; the file with its decision, where it is still on the page. */
    Optional<FileRecord> rejudge(ProjectName name, String filename) throws SQLException {
        Upstream upstream = names.upstream(name).orElseThrow();
        return locked(name, () -> {
            Optional<ProjectRecord> known = known(upstream, name);
            Optional<FileRecord> file = known.stream()
                    .flatMap(p -> p.files().stream())
                    .filter(f -> f.filename().equals(filename))
                    .findFirst();
            return file.isEmpty()
                    ? file
                    : settle(known.get(), known.get(), List.of(file.get()), List.of())
                            .file(filename);
        });
    }

    /** The page as it was, with its decisions brought up to date. */
    private PageOutcome stale(ProjectRecord known, String reason) throws SQLException {
        LOG.warn("serving the page of {} as of {}: {}", known.name(), known.fetchedAt(), reason);
        return new PageOutcome.Found(settle(known, known, List.of(), List.of()), Optional.of(known.fetchedAt()));
    }

    /** What is left when nothing can be stored: the page in memory while its decisions hold. */
    private PageOutcome keep(ProjectName name, Instant now) {
        ProjectView view = views.get(name);
        return view != null && view.decisionsHold(judge.grounds(), now)
                ? new PageOutcome.Found(view, Optional.of(view.record().fetchedAt()))
                : new PageOutcome.Unavailable("decisions cannot be recorded: the gate's database cannot be written");
    }

    /** Keeps the memory for pages bounded: the longest unused go first; they come back from the database. */
    private void shed() {
        long total = 0;
        for (ProjectView v : views.values()) {
            total += v.weight();
        }
        if (total <= MEMORY) {
            return;
        }
        List<ProjectView> oldest = new ArrayList<>(views.values());
        oldest.sort((a, b) -> Long.compare(a.lastUsed(), b.lastUsed()));
        for (ProjectView v : oldest) {
            if (total <= MEMORY * 3 / 4 || views.size() <= 1) {
                return;
            }
            total -= v.weight();
            views.remove(v.name(), v);
        }
    }

    /** When the upstream last confirmed the oldest page in memory that is past its time. */
    Optional<Instant> oldestStale(Instant now) {
        return views.values().stream()
                .map(ProjectView::record)
                .filter(r -> now.isAfter(r.freshUntil().plus(refresh)))
                .map(ProjectRecord::fetchedAt)
                .min(Instant::compareTo);
    }
}
