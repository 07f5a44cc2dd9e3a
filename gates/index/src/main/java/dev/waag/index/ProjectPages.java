package dev.waag.index;

import dev.waag.judge.Judge;
import dev.waag.policy.Policy;
import dev.waag.python.ProjectName;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.ProjectRecord;
import dev.waag.store.Projects;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects as they are now. A page is served from memory until the upstream's copy is too old, the policy changes or a decision runs out;
 * then one request renews it for all that wait. What cannot be renewed is served as it was, if its decisions still hold.
 */
final class ProjectPages {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectPages.class);
    /** A page that we have is not held up longer than this by an upstream that is slow. */
    static final Duration STALE_WAIT = Duration.ofSeconds(4);
    /** For how long "there is no such project" is believed. */
    static final Duration ABSENT_FOR = Duration.ofSeconds(10);

    private static final long MEMORY = 96L << 20;
    private static final int ABSENT_NAMES = 10_000;

    private final Names names;
    private final UpstreamPages upstreams;
    private final FileHeads heads;
    private final UpstreamHealth health;
    private final Database database;
    private final Judge judge;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Duration refresh;
    private final Map<ProjectName, ProjectView> views = new ConcurrentHashMap<>();
    private final Map<ProjectName, CompletableFuture<PageOutcome>> flights = new ConcurrentHashMap<>();
    private final Map<ProjectName, Instant> absent = new ConcurrentHashMap<>();

    ProjectPages(
            IndexSettings settings,
            Names names,
            UpstreamPages upstreams,
            FileHeads heads,
            UpstreamHealth health,
            Database database,
            Judge judge,
            Ledger ledger,
            InstantSource clock) {
        this.names = names;
        this.upstreams = upstreams;
        this.heads = heads;
        this.health = health;
        this.database = database;
        this.judge = judge;
        this.ledger = ledger;
        this.clock = clock;
        this.refresh = settings.refresh();
    }

    /** The project where it can be served from memory as it is. */
    Optional<ProjectView> ready(ProjectName name) {
        ProjectView view = views.get(name);
        Instant now = clock.instant();
        if (view == null || !view.fresh(now) || !view.decisionsHold(judge.policy(), now)) {
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
        ProjectView view = views.get(name);
        if (names.claimed(name)) {
            return new PageOutcome.Absent();
        }
        Instant known = absent.get(name);
        if (known != null && !revalidate && now.isBefore(known.plus(ABSENT_FOR))) {
            return new PageOutcome.Absent();
        }
        return await(name, view, flights.computeIfAbsent(name, n -> start(n, revalidate)), now);
    }

    /** A page that has no view in memory may still be in the database: one short look decides how long to wait for the upstream. */
    private PageOutcome await(
            ProjectName name, @Nullable ProjectView view, CompletableFuture<PageOutcome> flight, Instant now) {
        try {
            if (view != null && view.decisionsHold(judge.policy(), now)) {
                return flight.get(STALE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            return flight.get();
        } catch (TimeoutException e) {
            LOG.warn(
                    "serving the page of {} as of {}: its upstream is slow",
                    name,
                    view == null ? "?" : view.record().fetchedAt());
            return view == null
                    ? new PageOutcome.Unavailable("the upstream is slow")
                    : new PageOutcome.Found(view, Optional.of(view.record().fetchedAt()));
        } catch (ExecutionException e) {
            LOG.error("the page of {} could not be renewed", name, e.getCause());
            return new PageOutcome.Unavailable("the page could not be made: an internal error, see the log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PageOutcome.Unavailable("the server is stopping");
        }
    }

    private CompletableFuture<PageOutcome> start(ProjectName name, boolean revalidate) {
        CompletableFuture<PageOutcome> flight = new CompletableFuture<>();
        Thread.ofVirtual().name("page-" + name.value()).start(() -> {
            try {
                PageOutcome outcome = renew(name, revalidate);
                flights.remove(name, flight);
                flight.complete(outcome);
            } catch (Throwable e) {
                flights.remove(name, flight);
                flight.completeExceptionally(e);
            }
        });
        return flight;
    }

    private PageOutcome renew(ProjectName name, boolean revalidate) {
        Upstream upstream = names.upstream(name).orElseThrow();
        Optional<ProjectRecord> known = Optional.empty();
        Instant now = clock.instant();
        try {
            ProjectView view = views.get(name);
            known = view != null
                    ? Optional.of(view.record())
                    : database.read(c -> Projects.find(c, upstream.id(), name));
            if (known.isPresent() && !revalidate && now.isBefore(known.get().freshUntil())) {
                return new PageOutcome.Found(settle(known.get(), known.get(), List.of(), List.of()), Optional.empty());
            }
            if (known.isPresent() && health.resting(upstream, now)) {
                return stale(known.get(), "its upstream is failing");
            }
            return ask(upstream, name, known);
        } catch (SQLException e) {
            LOG.error("the page of {} could not be stored", name, e);
            return keep(name, now);
        }
    }

    private PageOutcome ask(Upstream upstream, ProjectName name, Optional<ProjectRecord> known) throws SQLException {
        PageAnswer answer = upstreams.ask(
                upstream,
                name,
                known.map(ProjectRecord::etag).orElse(""),
                known.map(ProjectRecord::lastModified).orElse(""));
        Instant now = clock.instant();
        switch (answer) {
            case PageAnswer.Page page -> {
                health.answered(upstream, now);
                absent.remove(name);
                return new PageOutcome.Found(take(upstream, name, known, page), Optional.empty());
            }
            case PageAnswer.Unchanged unchanged -> {
                health.answered(upstream, now);
                if (known.isEmpty()) {
                    return new PageOutcome.Unavailable("the upstream answered 304 to a first request");
                }
                ProjectRecord old = known.get();
                ProjectRecord next = new ProjectRecord(
                        old.upstream(),
                        name,
                        old.status(),
                        old.etag(),
                        old.lastModified(),
                        now,
                        freshUntil(now, unchanged.maxAge()),
                        old.hasTimes(),
                        old.policy(),
                        old.files());
                return new PageOutcome.Found(settle(old, next, List.of(), List.of()), Optional.empty());
            }
            case PageAnswer.Absent a -> {
                health.answered(upstream, now);
                if (known.isPresent()) {
                    return stale(known.get(), "its upstream says that there is no such project any more");
                }
                if (absent.size() > ABSENT_NAMES) {
                    absent.clear();
                }
                absent.put(name, now);
                return new PageOutcome.Absent();
            }
            case PageAnswer.Failed failed -> {
                health.failed(upstream, now, failed.reason());
                return known.isPresent()
                        ? stale(known.get(), failed.reason())
                        : new PageOutcome.Unavailable(failed.reason());
            }
        }
    }

    private ProjectView take(Upstream upstream, ProjectName name, Optional<ProjectRecord> known, PageAnswer.Page answer)
            throws SQLException {
        Instant now = clock.instant();
        List<FileRecord> before = known.map(ProjectRecord::files).orElse(List.of());
        Watch.Merged merged = Watch.merge(before, heads.complete(upstream.id(), answer, before, now), now);
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
                old.policy(),
                merged.touched().isEmpty() && merged.files().size() == before.size() ? before : merged.files());
        return settle(old, next, merged.touched(), merged.alerts());
    }

    private Instant freshUntil(Instant now, Optional<Duration> maxAge) {
        return now.plus(maxAge.filter(a -> a.compareTo(refresh) < 0).orElse(refresh));
    }

    /** Judges what must be judged anew, stores what changed, and puts the result in service. */
    private ProjectView settle(ProjectRecord old, ProjectRecord next, List<FileRecord> touched, List<FileRecord> alerts)
            throws SQLException {
        Policy policy = judge.policy();
        Instant now = clock.instant();
        boolean all = !next.policy().equals(policy.digest()) || !next.status().equals(old.status());
        Set<String> due = new HashSet<>();
        touched.forEach(f -> due.add(f.filename()));
        List<FileRecord> again = new ArrayList<>();
        for (FileRecord f : next.files()) {
            boolean over = f.decision().changesAt().map(t -> !now.isBefore(t)).orElse(false);
            if (all || over || f.decision().entry() < 0 || due.contains(f.filename())) {
                again.add(f);
            }
        }
        List<FileRecord> judged = judge.judge(next, again, policy, now);
        ProjectRecord judgedProject = new ProjectRecord(
                next.upstream(),
                next.name(),
                next.status(),
                next.etag(),
                next.lastModified(),
                next.fetchedAt(),
                next.freshUntil(),
                next.hasTimes(),
                policy.digest(),
                next.files());
        List<FileRecord> stored = judged;
        if (!judged.isEmpty() || !judgedProject.equals(old)) {
            stored = database.write(c -> {
                for (FileRecord alert : alerts) {
                    ledger.append(c, alert(next, alert, now));
                }
                List<FileRecord> numbered = judge.enter(c, judgedProject, judged);
                Projects.save(c, judgedProject, numbered);
                return numbered;
            });
        }
        for (FileRecord alert : alerts) {
            LOG.warn(
                    "{}: {} is frozen: {}",
                    next.name(),
                    alert.filename(),
                    alert.changed().orElse(""));
        }
        ProjectView view =
                new ProjectView(with(judgedProject, stored), policy, Optional.ofNullable(views.get(next.name())));
        view.used(now.getEpochSecond());
        views.put(next.name(), view);
        shed();
        return view;
    }

    private static ProjectRecord with(ProjectRecord p, List<FileRecord> stored) {
        if (stored.isEmpty()) {
            return p;
        }
        Map<String, FileRecord> fresh = new LinkedHashMap<>();
        stored.forEach(f -> fresh.put(f.filename(), f));
        List<FileRecord> files =
                p.files().stream().map(f -> fresh.getOrDefault(f.filename(), f)).toList();
        return new ProjectRecord(
                p.upstream(),
                p.name(),
                p.status(),
                p.etag(),
                p.lastModified(),
                p.fetchedAt(),
                p.freshUntil(),
                p.hasTimes(),
                p.policy(),
                files);
    }

    private static LedgerEntry alert(ProjectRecord project, FileRecord file, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.name().value());
        fields.put("filename", file.filename());
        fields.put("sha256", file.seen().hashes().getOrDefault("sha256", ""));
        fields.put("upstream", project.upstream());
        fields.put("change", file.changed().orElse(""));
        file.latest()
                .map(f -> f.hashes().getOrDefault("sha256", ""))
                .filter(h -> !h.isEmpty())
                .ifPresent(h -> fields.put("sha256_now", h));
        return new LedgerEntry("upstream-changed", now, "waag", fields);
    }

    /** The page as it was, with its decisions brought up to date. */
    private PageOutcome stale(ProjectRecord known, String reason) throws SQLException {
        LOG.warn("serving the page of {} as of {}: {}", known.name(), known.fetchedAt(), reason);
        return new PageOutcome.Found(settle(known, known, List.of(), List.of()), Optional.of(known.fetchedAt()));
    }

    /** What is left when nothing can be stored: the page in memory while its decisions hold. */
    private PageOutcome keep(ProjectName name, Instant now) {
        ProjectView view = views.get(name);
        return view != null && view.decisionsHold(judge.policy(), now)
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
