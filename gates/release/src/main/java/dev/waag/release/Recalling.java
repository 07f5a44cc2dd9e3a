package dev.waag.release;

import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.index.IndexGate;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.release.Affected.Release;
import dev.waag.release.Affected.Target;
import dev.waag.store.Channels;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Recalled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes releases back from everybody: finds who has them, blocks them at once, and takes channels back where the configuration says so. */
final class Recalling implements AutoCloseable {
    /** Releases that one entry of the ledger names. */
    private static final int NAMED = 400;

    private final ReleaseSettings settings;
    private final Database database;
    private final Ledger ledger;
    private final Judge judge;
    private final IndexGate index;
    private final InstantSource clock;
    private final Affected affected;
    private final ExecutorService later = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("recalled").factory());
    private volatile boolean stopping;

    Recalling(
            ReleaseSettings settings,
            Database database,
            Ledger ledger,
            Judge judge,
            IndexGate index,
            InstantSource clock) {
        this.settings = settings;
        this.database = database;
        this.ledger = ledger;
        this.judge = judge;
        this.index = index;
        this.clock = clock;
        this.affected = new Affected(index);
    }

    /** @param dryRun only look */
    Answer recall(Principal who, String text, String reason, boolean dryRun) throws SQLException {
        if (!who.may(Permission.RECALL)) {
            return Rights.missing(who, Permission.RECALL);
        }
        if (dryRun) {
            return look(text);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Set<ProjectName> touched = new LinkedHashSet<>();
        Answer answer = database.write(c -> {
            Optional<Target> target = affected.target(c, text, judge.grounds());
            return target.isEmpty() ? unknown(text) : take(c, target.get(), who.name(), reason, now, touched);
        });
        judge.takeUpRecalls();
        touched.forEach(index::changed);
        judgeAnew(touched);
        return answer;
    }

    /** Who has what the text names, with nothing changed. */
    Answer look(String text) throws SQLException {
        return database.read(c -> {
            Optional<Target> target = affected.target(c, text, judge.grounds());
            return target.isEmpty()
                    ? unknown(text)
                    : new Answer.Done(
                            RecallReport.of(
                                    c,
                                    index,
                                    target.get(),
                                    Reach.of(c, target.get().releases()),
                                    List.of(),
                                    Set.of()),
                            false);
        });
    }

    private static Answer unknown(String text) {
        return Answer.refused(
                404,
                "'" + text
                        + "' cannot be recalled: it is neither a release (NAME==VERSION) nor an advisory that is known here",
                "check its spelling, and that [advisories] sources have it");
    }

    private Answer take(Connection c, Target target, String actor, String reason, Instant now, Set<ProjectName> touched)
            throws SQLException {
        String id = "r-" + UUID.randomUUID().toString().substring(0, 8);
        Reach reach = Reach.of(c, target.releases());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("target", target.name());
        target.advisory().ifPresent(a -> fields.put("advisory", a));
        fields.put("reason", reason);
        fields.put(
                "releases",
                target.releases().stream().limit(NAMED).map(Release::toString).toList());
        fields.put("downloads", reach.given());
        fields.put(
                "concerned",
                reach.certain().stream().limit(NAMED).map(Release::toString).toList());
        long entry = ledger.append(c, new LedgerEntry("recall", now, actor, fields));
        Set<Release> blocked = blocked(target, reach);
        for (Release r : blocked) {
            new Recalled(id, r.project(), r.version(), target.advisory(), reason(reach, r, reason), actor, now, entry)
                    .save(c);
            touched.add(r.project());
        }
        List<Map<String, Object>> moved = new ArrayList<>();
        if (settings.rollbackOnRecall()) {
            Set<Release> certain = reach.certain();
            for (Release r : certain) {
                touched.add(r.project());
                moved.addAll(takeBack(c, r, certain, blocked.contains(r), actor, "recall of " + target.name(), now));
            }
        }
        Map<String, Object> report = RecallReport.of(c, index, target, reach, moved, blocked);
        report.put("id", id);
        return new Answer.Done(report, true);
    }

    /** The releases themselves, and those that have them inside: what merely needs them cannot be installed any more anyway. */
    private static Set<Release> blocked(Target target, Reach reach) {
        Set<Release> blocked = new LinkedHashSet<>(target.releases());
        reach.releases().forEach((r, concern) -> {
            if (concern.certain() && !concern.how().equals(Requirements.SOURCE)) {
                blocked.add(r);
            }
        });
        return blocked;
    }

    private static String reason(Reach reach, Release r, String reason) {
        return Optional.ofNullable(reach.releases().get(r))
                .filter(c -> !c.how().equals("recalled"))
                .map(c -> "it was made with " + c.on() + (reason.isEmpty() ? "" : ", " + reason))
                .orElse(reason);
    }

    private List<Map<String, Object>> takeBack(
            Connection c, Release r, Set<Release> bad, boolean blocked, String actor, String reason, Instant now)
            throws SQLException {
        List<Map<String, Object>> moved = new ArrayList<>();
        for (String channel : settings.channels()) {
            if (!Channels.of(c, r.project(), r.version()).contains(channel)) {
                continue;
            }
            List<Channels.Move> history = Channels.history(c, r.project());
            String head = Channels.head(history, channel).orElse("");
            Optional<String> to = head.equals(r.version())
                    ? Rollback.good(c, judge.grounds().recalls(), channel, r.project(), head, history).stream()
                            .filter(v -> !bad.contains(new Release(r.project(), v)))
                            .findFirst()
                    : Optional.of(head).filter(h -> !h.isEmpty());
            Rollback.take(
                    c, ledger, channel, r.project(), List.of(r.version()), to, actor, "recall", blocked, reason, now);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("channel", channel);
            row.put("project", r.project().value());
            row.put("from", r.version());
            row.put("to", to.orElse(""));
            row.put("action", "rollback");
            moved.add(row);
        }
        return moved;
    }

    /** Has the denials entered in the ledger soon, rather than when somebody asks next; the recall is in force without them. */
    private void judgeAnew(Set<ProjectName> projects) {
        for (ProjectName project : projects) {
            later.execute(() -> judgeAnew(project));
        }
    }

    private void judgeAnew(ProjectName project) {
        if (stopping) {
            return;
        }
        if (index.claimed(project)) {
            index.hosted(project);
        } else {
            index.page(project, false);
        }
    }

    /** Leaves what is not judged yet to whoever asks next, and waits for the project that is being judged. */
    @Override
    public void close() {
        stopping = true;
        later.close();
    }
}
