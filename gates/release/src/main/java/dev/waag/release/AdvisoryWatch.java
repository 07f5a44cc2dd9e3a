package dev.waag.release;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.Vulnerability;
import dev.waag.index.IndexGate;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.release.Affected.Release;
import dev.waag.release.Affected.Target;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Noticed;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks by itself, when the advisories change, whether one affects a release that somebody got here or that is published here. Each pair of advisory and
 * release is told once, also over a restart.
 */
public final class AdvisoryWatch {
    /** Releases that one entry of the ledger names. */
    private static final int NAMED = 200;

    private final Database database;
    private final Ledger ledger;
    private final Judge judge;
    private final IndexGate index;
    private final InstantSource clock;

    public AdvisoryWatch(Database database, Ledger ledger, Judge judge, IndexGate index, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.judge = judge;
        this.index = index;
        this.clock = clock;
    }

    /**
     * One advisory that affects what is here.
     *
     * @param releases as {@code NAME==VERSION}, those that were not told before
     * @param report as {@link ReleaseGate#recall} tells it, of these releases
     */
    public record Notice(String advisory, boolean malicious, List<String> releases, Map<String, Object> report) {
        public Notice {
            releases = List.copyOf(releases);
        }
    }

    /** What the advisories in force say that was not told before; noted, and entered in the ledger, when this returns. */
    public List<Notice> look() throws SQLException {
        Optional<AdvisoryIndex> advisories = judge.grounds().advisories();
        if (advisories.isEmpty()) {
            return List.of();
        }
        Map<String, List<Release>> affected = new TreeMap<>();
        Map<String, Boolean> malicious = new TreeMap<>();
        Map<String, Set<String>> had = database.read(Affected::had);
        for (Map.Entry<String, Set<String>> e : had.entrySet()) {
            ProjectName project = new ProjectName(e.getKey());
            for (String version : e.getValue()) {
                for (Vulnerability v : advisories.get().affecting(project, version)) {
                    affected.computeIfAbsent(v.id(), k -> new ArrayList<>()).add(new Release(project, version));
                    malicious.merge(v.id(), v.malicious(), Boolean::logicalOr);
                }
            }
        }
        List<Notice> notices = new ArrayList<>();
        for (Map.Entry<String, List<Release>> e : affected.entrySet()) {
            notice(e.getKey(), malicious.getOrDefault(e.getKey(), false), e.getValue())
                    .ifPresent(notices::add);
        }
        return notices;
    }

    private Optional<Notice> notice(String advisory, boolean malicious, List<Release> releases) throws SQLException {
        boolean any = database.read(c -> {
            for (Release r : releases) {
                if (!Noticed.has(c, advisory, r.project(), r.version())) {
                    return true;
                }
            }
            return false;
        });
        if (!any) {
            return Optional.empty();
        }
        return database.write(c -> {
            List<Release> fresh = new ArrayList<>();
            for (Release r : releases) {
                if (Noticed.add(c, advisory, r.project(), r.version())) {
                    fresh.add(r);
                }
            }
            if (fresh.isEmpty()) {
                return Optional.empty();
            }
            Target target = new Target(advisory, Optional.of(advisory), fresh);
            Map<String, Object> report = RecallReport.of(c, index, target, Reach.of(c, fresh), List.of(), Set.of());
            List<String> names = fresh.stream().map(Release::toString).toList();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("advisory", advisory);
            fields.put("malicious", malicious);
            fields.put("releases", names.stream().limit(NAMED).toList());
            fields.put("downloads", report.getOrDefault("downloads_total", 0));
            ledger.append(
                    c,
                    new LedgerEntry(
                            "advisory-affects", clock.instant().truncatedTo(ChronoUnit.MILLIS), "waag", fields));
            return Optional.of(new Notice(advisory, malicious, names, report));
        });
    }
}
