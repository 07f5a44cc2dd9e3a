package dev.waag.index;

import dev.waag.judge.Grounds;
import dev.waag.judge.Judge;
import dev.waag.judge.Sweep;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.ProjectRecord;
import dev.waag.store.Projects;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a project's new record durable: judges what must be judged, and stores files, decisions and alerts in one transaction with their entries. */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Database database;
    private final Judge judge;
    private final Attestations attestations;
    private final Ledger ledger;

    Settlement(Database database, Judge judge, Attestations attestations, Ledger ledger) {
        this.database = database;
        this.judge = judge;
        this.attestations = attestations;
        this.ledger = ledger;
    }

    /**
     * Judges and stores.
     *
     * @param old what is stored now
     * @param touched files of {@code next} that differ from it
     * @param alerts those of them that changed in what must not
     * @param previous the view in service, whose bodies serve on where the files are the same
     */
    ProjectView settle(
            ProjectRecord old,
            ProjectRecord next,
            List<FileRecord> touched,
            List<FileRecord> alerts,
            Optional<ProjectView> previous,
            Instant now)
            throws SQLException {
        Grounds grounds = judge.grounds();
        Sweep sweep = judge.sweep(next, grounds, attestations.origins(next), now);
        boolean upheld = grounds.uphold(next.name(), next.basis());
        List<FileRecord> due = due(old, next, touched, sweep, upheld, now);
        List<FileRecord> judged = judged(sweep, due, touched);
        ProjectRecord project = next.judged(upheld && due.isEmpty() ? next.basis() : sweep.basis(), next.files());
        List<FileRecord> stored = judged;
        if (!judged.isEmpty() || !project.equals(old)) {
            stored = database.write(c -> {
                for (FileRecord alert : alerts) {
                    ledger.append(c, alert(next, alert, now));
                }
                List<FileRecord> numbered = judge.enter(c, project, judged);
                Projects.save(c, project, numbered);
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
        return new ProjectView(with(project, stored), grounds, previous);
    }

    /** All where policy, advisories or project status changed; else what is new or changed, and what time or another file has overtaken. */
    private static List<FileRecord> due(
            ProjectRecord old, ProjectRecord next, List<FileRecord> touched, Sweep sweep, boolean upheld, Instant now) {
        boolean all = !upheld || !next.status().equals(old.status());
        Set<String> changed = names(touched);
        List<FileRecord> due = new ArrayList<>();
        for (FileRecord f : next.files()) {
            boolean over = f.decision().changesAt().map(t -> !now.isBefore(t)).orElse(false);
            if (all || over || f.decision().entry() < 0 || changed.contains(f.filename()) || sweep.overtakes(f)) {
                due.add(f);
            }
        }
        return due;
    }

    private static Set<String> names(List<FileRecord> files) {
        Set<String> names = new HashSet<>();
        files.forEach(f -> names.add(f.filename()));
        return names;
    }

    /** Those of them that have to be stored: their decision is another than it was, or what their upstream says is. */
    private static List<FileRecord> judged(Sweep sweep, List<FileRecord> due, List<FileRecord> touched) {
        Set<String> changed = names(touched);
        List<FileRecord> judged = new ArrayList<>();
        for (FileRecord file : due) {
            FileRecord next = sweep.judge(file);
            if (!next.equals(file) || changed.contains(file.filename())) {
                judged.add(next);
            }
        }
        return judged;
    }

    private static ProjectRecord with(ProjectRecord p, List<FileRecord> stored) {
        if (stored.isEmpty()) {
            return p;
        }
        Map<String, FileRecord> fresh = new LinkedHashMap<>();
        stored.forEach(f -> fresh.put(f.filename(), f));
        List<FileRecord> files =
                p.files().stream().map(f -> fresh.getOrDefault(f.filename(), f)).toList();
        return p.judged(p.basis(), files);
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
}
