package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.judge.Grounds;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.SimpleFile;
import dev.waag.store.Channels;
import dev.waag.store.Database;
import dev.waag.store.DecisionRecord;
import dev.waag.store.FileRecord;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.Ledger;
import dev.waag.store.ProjectRecord;
import dev.waag.store.Projects;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects that are published here: judged as all others, and shown channel by channel. What the database says counts; a project that
 * changed is read anew by the next who asks.
 */
final class HostedPages {
    private static final Logger LOG = LoggerFactory.getLogger(HostedPages.class);
    /** Nobody else knows better, so a page is never too old. */
    private static final Instant ALWAYS = Instant.parse("9999-01-01T00:00:00Z");
    /** Projects in memory. */
    private static final int MOST = 20_000;

    private final Database database;
    private final Judge judge;
    private final Attestations attestations;
    private final Settlement settlement;
    private final InstantSource clock;
    private final Map<ProjectName, Views> views = new ConcurrentHashMap<>();
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    /** A project with all its files, and as each channel shows it. */
    private record Views(ProjectView all, Map<String, ProjectView> channels) {}

    HostedPages(Database database, Judge judge, Attestations attestations, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.judge = judge;
        this.attestations = attestations;
        this.settlement = new Settlement(database, judge, attestations, ledger);
        this.clock = clock;
    }

    /** The project with every file of it, in whichever channel. */
    PageOutcome all(ProjectName name) {
        return outcome(name, v -> Optional.of(v.all()));
    }

    /** The project as the channel shows it; absent where it has nothing there. */
    PageOutcome in(ProjectName name, String channel) {
        return outcome(name, v -> Optional.ofNullable(v.channels().get(channel)));
    }

    private PageOutcome outcome(ProjectName name, Function<Views, Optional<ProjectView>> part) {
        try {
            return current(name)
                    .flatMap(part)
                    .<PageOutcome>map(v -> new PageOutcome.Found(v, Optional.empty()))
                    .orElseGet(PageOutcome.Absent::new);
        } catch (SQLException e) {
            LOG.error("the page of {} could not be read or stored", name, e);
            return new PageOutcome.Unavailable("decisions cannot be recorded: the gate's database cannot be written");
        }
    }

    /** The project where it can be served from memory as it is. */
    Optional<ProjectView> ready(ProjectName name, String channel) {
        return inMemory(name).map(v -> v.channels().get(channel));
    }

    Optional<ProjectView> ready(ProjectName name) {
        return inMemory(name).map(Views::all);
    }

    private Optional<Views> inMemory(ProjectName name) {
        Views known = views.get(name);
        return known != null && known.all().decisionsHold(judge.grounds(), clock.instant())
                ? Optional.of(known)
                : Optional.empty();
    }

    /** Something about the project was changed in the database. */
    void changed(ProjectName name) {
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            views.remove(name);
        } finally {
            lock.unlock();
        }
    }

    /** Judges one file anew, whose content became known; the file with its decision, where it is still there. */
    Optional<FileRecord> rejudge(ProjectName name, String filename) throws SQLException {
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            return load(name, Set.of(filename)).flatMap(v -> v.all().file(filename));
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lock(ProjectName name) {
        return locks[Math.floorMod(name.hashCode(), locks.length)];
    }

    private Optional<Views> current(ProjectName name) throws SQLException {
        Optional<Views> ready = inMemory(name);
        if (ready.isPresent()) {
            return ready;
        }
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            Optional<Views> made = inMemory(name);
            return made.isPresent() ? made : load(name, Set.of());
        } finally {
            lock.unlock();
        }
    }

    /** What the database has of a project at one moment. */
    private record Stored(
            ProjectStatus status,
            List<HostedFile> files,
            Map<String, Set<String>> channels,
            Optional<ProjectRecord> judged) {}

    private Optional<Stored> stored(Connection c, ProjectName name) throws SQLException {
        Optional<ProjectStatus> status = Hosted.status(c, name);
        return status.isEmpty()
                ? Optional.empty()
                : Optional.of(new Stored(
                        status.get(),
                        Hosted.files(c, name),
                        Channels.filesByChannel(c, name),
                        Projects.find(c, Hosted.UPSTREAM, name)));
    }

    /** @param anew names of files that are judged anew whatever is known of them */
    private Optional<Views> load(ProjectName name, Set<String> anew) throws SQLException {
        Optional<Stored> found = database.read(c -> stored(c, name));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Stored stored = found.get();
        Instant now = clock.instant();
        ProjectRecord old = stored.judged()
                .orElse(new ProjectRecord(
                        Hosted.UPSTREAM, name, stored.status(), "", "", now, ALWAYS, true, "", List.of()));
        Map<String, FileRecord> known =
                old.files().stream().collect(Collectors.toMap(FileRecord::filename, Function.identity()));
        List<FileRecord> files = new ArrayList<>();
        List<FileRecord> touched = new ArrayList<>();
        for (HostedFile file : stored.files()) {
            SimpleFile seen = simple(file);
            FileRecord before = known.get(file.filename());
            if (before != null && before.seen().equals(seen)) {
                FileRecord record = before.at(files.size());
                files.add(record);
                if (anew.contains(record.filename())) {
                    touched.add(record);
                }
            } else {
                FileRecord record = record(file, seen, files.size());
                files.add(record);
                touched.add(record);
            }
        }
        ProjectRecord next = new ProjectRecord(
                Hosted.UPSTREAM, name, stored.status(), "", "", old.fetchedAt(), ALWAYS, true, old.basis(), files);
        attestations.look(
                Hosted.UPSTREAM, name, files.stream().map(FileRecord::seen).toList(), judge.policy());
        Optional<Views> before = Optional.ofNullable(views.get(name));
        Grounds grounds = judge.grounds();
        ProjectView all = settlement.settle(old, next, touched, List.of(), before.map(Views::all), now);
        Map<String, ProjectView> channels = new HashMap<>();
        stored.channels().forEach((channel, names) -> {
            List<FileRecord> shown = all.files().stream()
                    .filter(f -> names.contains(f.filename()))
                    .toList();
            if (!shown.isEmpty()) {
                ProjectRecord record = all.record().judged(all.record().basis(), shown);
                channels.put(channel, new ProjectView(record, grounds, Optional.empty()));
            }
        });
        Views made = new Views(all, Map.copyOf(channels));
        if (views.size() > MOST) {
            views.clear();
        }
        views.put(name, made);
        return Optional.of(made);
    }

    private static FileRecord record(HostedFile file, SimpleFile seen, int place) {
        DecisionRecord unjudged = new DecisionRecord("hold", List.of(), -1, file.uploadedAt(), Optional.empty());
        return FileRecord.of(
                file.project(), place, file.uploadedAt(), seen, Optional.empty(), Optional.empty(), unjudged);
    }

    /** Its URL is a name only: what is published here is never fetched. */
    private static SimpleFile simple(HostedFile f) {
        String url = "https://hosted.invalid/" + f.sha256().hex() + "/" + ProjectView.segment(f.filename());
        return new SimpleFile(
                f.filename(),
                url,
                Map.of("sha256", f.sha256().hex()),
                OptionalLong.of(f.size()),
                Optional.of(f.uploadedAt()),
                f.requiresPython(),
                f.yanked(),
                f.metadataSha256().isPresent(),
                f.metadataSha256().map(Sha256::hex),
                f.attested() ? Optional.of(url + "/provenance") : Optional.empty());
    }
}
