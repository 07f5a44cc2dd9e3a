package dev.waag.judge;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.policy.Policy;
import dev.waag.policy.Waiver;
import dev.waag.python.ProjectName;
import dev.waag.store.AttestedFiles;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.ProjectRecord;
import dev.waag.store.Recalled;
import dev.waag.store.Settings;
import dev.waag.store.Waivers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gathers the facts of distributions, asks the policy, and remembers the decisions: the one place where a file is judged. A decision that
 * differs from the file's last one is entered in the ledger, in the transaction in which it is stored.
 */
public final class Judge {
    private static final String POLICY_SETTING = "policy";
    private static final String ADVISORIES_SETTING = "advisories";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Inspections inspections;
    private final Object changing = new Object();
    private volatile Policy fromFile;
    private volatile Grounds grounds;

    private Judge(Database database, Ledger ledger, InstantSource clock, Policy fromFile, Policy policy) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.inspections = new Inspections(database, clock);
        this.fromFile = fromFile;
        this.grounds = Grounds.of(policy);
    }

    /** Takes up judging by that policy and the waivers in the database. A policy other than the last one is entered in the ledger. */
    public static Judge open(Database database, Ledger ledger, InstantSource clock, Policy policy) throws SQLException {
        Judge judge = new Judge(database, ledger, clock, policy, policy.withWaivers(granted(database)));
        judge.record(judge.policy(), "waag");
        judge.takeUpRecalls();
        return judge;
    }

    private static List<Waiver> granted(Database database) throws SQLException {
        List<byte[]> rows = database.read(Waivers::all);
        return rows.stream().map(WaiverCodec::read).toList();
    }

    /** What inspecting files told. */
    public Inspections inspections() {
        return inspections;
    }

    /** The policy in force, waivers included. */
    public Policy policy() {
        return grounds.policy();
    }

    /** What is judged by now: this policy, and the advisories in force. */
    public Grounds grounds() {
        return grounds;
    }

    /** Puts another policy in force, durably entered in the ledger before any decision is made by it. */
    public void use(Policy next, String actor) throws SQLException {
        synchronized (changing) {
            Policy effective = next.withWaivers(granted(database));
            record(effective, actor);
            fromFile = next;
            grounds = grounds.with(effective);
        }
    }

    /** Takes up the waivers as they are now, over the file's policy as it is now. */
    private void useWaivers(String actor) throws SQLException {
        synchronized (changing) {
            use(fromFile, actor);
        }
    }

    private void record(Policy next, String actor) throws SQLException {
        String digest = next.digest();
        enter(POLICY_SETTING, digest, () -> PolicyEntries.of(next, actor, clock.instant()));
    }

    /** Remembers what is in force; where that is other than the last, it gets its entries, in the same transaction. */
    private void enter(String setting, String value, Supplier<List<LedgerEntry>> entries) throws SQLException {
        database.write(c -> {
            if (Settings.get(c, setting).orElse("").equals(value)) {
                return 0L;
            }
            Settings.set(c, setting, value);
            return ledger.append(c, entries.get());
        });
    }

    /** The id of the set of advisories that was in force last, in this process or one before; empty where there was none. */
    public Optional<String> lastAdvisories() throws SQLException {
        return database.read(c -> Settings.get(c, ADVISORIES_SETTING)).filter(id -> !id.isEmpty());
    }

    /** Advisories are wanted and will come; until then, what the last ones decided stands. */
    public void awaitAdvisories() {
        synchronized (changing) {
            grounds = grounds.awaiting();
        }
    }

    /**
     * Puts a set of advisories in force, durably entered in the ledger before any decision is made by it.
     *
     * @param id of the set; equal while its sources are
     */
    public void use(AdvisoryIndex advisories, String id) throws SQLException {
        synchronized (changing) {
            enter(ADVISORIES_SETTING, id, () -> PolicyEntries.of(advisories, id, clock.instant()));
            grounds = grounds.with(advisories);
        }
    }

    /** No advisories are wanted any more. */
    public void useNoAdvisories() throws SQLException {
        synchronized (changing) {
            Map<String, Object> none = Map.of("id", "", "records", 0);
            enter(ADVISORIES_SETTING, "", () -> List.of(new LedgerEntry("advisories", clock.instant(), "waag", none)));
            grounds = grounds.withoutAdvisories();
        }
    }

    /** Takes up the recalls as they are in the database now: in force when this returns. */
    public void takeUpRecalls() throws SQLException {
        synchronized (changing) {
            grounds = grounds.with(new Recalls(database.read(Recalled::all)));
        }
    }

    /** Grants a waiver: durable in the ledger, and in force when this returns. The waiver's id is made here. */
    public Waiver waive(Waiver asked, String actor) throws SQLException {
        String id = "w-" + UUID.randomUUID().toString().substring(0, 8);
        Waiver waiver = new Waiver(
                id,
                asked.rule(),
                asked.project(),
                asked.version(),
                asked.sha256(),
                asked.advisory(),
                asked.owner(),
                asked.reason(),
                asked.expires());
        database.write(c -> {
            Map<String, Object> fields = new LinkedHashMap<>(WaiverCodec.fields(waiver));
            fields.put("change", "granted");
            long entry = ledger.append(c, new LedgerEntry("waiver", clock.instant(), actor, fields));
            Waivers.save(c, id, WaiverCodec.write(waiver), entry);
            return entry;
        });
        useWaivers(actor);
        return waiver;
    }

    /** Takes a granted waiver back; false where there is none of that id. */
    public boolean revoke(String id, String actor) throws SQLException {
        boolean removed = database.write(c -> {
            boolean was = Waivers.remove(c, id);
            if (was) {
                ledger.append(
                        c, new LedgerEntry("waiver", clock.instant(), actor, Map.of("id", id, "change", "revoked")));
            }
            return was;
        });
        if (removed) {
            useWaivers(actor);
        }
        return removed;
    }

    /**
     * Judging of one project's files at one instant.
     *
     * @param project as it is now, with all its files
     */
    public Sweep sweep(ProjectRecord project, Grounds by, Instant now) throws SQLException {
        return sweep(project, by, Origins.NONE, now);
    }

    /**
     * The same of a project with attestations.
     *
     * @param origins where its files come from
     */
    public Sweep sweep(ProjectRecord project, Grounds by, Origins origins, Instant now) throws SQLException {
        return new Sweep(project, by, origins, inspections.ofProject(project.name()), now);
    }

    /**
     * Accepts how a release's provenance differs from that of those before it: durable in the ledger when this returns. The project's
     * files have to be judged anew then.
     *
     * @return the number of the ledger's entry
     */
    public long accept(ProjectName project, Origins.Release release, String owner, String reason, String actor)
            throws SQLException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("version", release.version());
        fields.put("change", release.change());
        fields.put("accepted", release.held());
        fields.put("owner", owner);
        fields.put("reason", reason);
        return database.write(c -> {
            long entry = ledger.append(c, new LedgerEntry("provenance", clock.instant(), actor, fields));
            for (String publisher : release.held()) {
                AttestedFiles.accept(
                        c, project, new AttestedFiles.Accepted(release.version(), publisher, owner, reason, entry));
            }
            return entry;
        });
    }

    /** Enters those decisions in the ledger that have no number yet; returns all files, each with its number. */
    public List<FileRecord> enter(Connection c, ProjectRecord project, List<FileRecord> files) throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        for (FileRecord file : files) {
            if (file.decision().entry() < 0) {
                entries.add(Decisions.entry(project.name(), file));
            }
        }
        if (entries.isEmpty()) {
            return files;
        }
        long number = ledger.append(c, entries);
        List<FileRecord> numbered = new ArrayList<>(files.size());
        for (FileRecord file : files) {
            boolean fresh = file.decision().entry() < 0;
            numbered.add(fresh ? file.with(file.decision().at(number++)) : file);
        }
        return numbered;
    }
}
