package dev.waag.judge;

import dev.waag.core.Json;
import dev.waag.policy.Decision;
import dev.waag.policy.Facts;
import dev.waag.policy.Lookalike;
import dev.waag.policy.Lookalikes;
import dev.waag.policy.Policy;
import dev.waag.policy.Waiver;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.store.Database;
import dev.waag.store.DecisionRecord;
import dev.waag.store.DecisionRecord.ReasonRecord;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.ProjectRecord;
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

/**
 * Gathers the facts of distributions, asks the policy, and remembers the decisions: the one place where a file is judged. A decision that
 * differs from the file's last one is entered in the ledger, in the transaction in which it is stored.
 */
public final class Judge {
    private static final String POLICY_SETTING = "policy";
    /** Of the waivers in one entry of a policy. */
    private static final int WAIVER_BYTES = 32 << 10;
    /** Of a fact that is text, in characters. */
    private static final int LONGEST_FACT = 1000;

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Object changing = new Object();
    private volatile Policy fromFile;
    private volatile Policy policy;

    private Judge(Database database, Ledger ledger, InstantSource clock, Policy fromFile, Policy policy) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.fromFile = fromFile;
        this.policy = policy;
    }

    /** Takes up judging by that policy and the waivers in the database. A policy other than the last one is entered in the ledger. */
    public static Judge open(Database database, Ledger ledger, InstantSource clock, Policy policy) throws SQLException {
        Judge judge = new Judge(database, ledger, clock, policy, policy.withWaivers(granted(database)));
        judge.record(judge.policy, "waag");
        return judge;
    }

    private static List<Waiver> granted(Database database) throws SQLException {
        List<byte[]> rows = database.read(Waivers::all);
        return rows.stream().map(WaiverCodec::read).toList();
    }

    /** The policy in force, waivers included. */
    public Policy policy() {
        return policy;
    }

    /** Puts another policy in force, durably entered in the ledger before any decision is made by it. */
    public void use(Policy next, String actor) throws SQLException {
        synchronized (changing) {
            Policy effective = next.withWaivers(granted(database));
            record(effective, actor);
            fromFile = next;
            policy = effective;
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
        database.write(c -> {
            if (Settings.get(c, POLICY_SETTING).equals(Optional.of(digest))) {
                return 0L;
            }
            Settings.set(c, POLICY_SETTING, digest);
            return ledger.append(c, entries(next, actor));
        });
    }

    /** A policy's entry, and more of the same digest where its waivers are too many for one. */
    private List<LedgerEntry> entries(Policy next, String actor) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("digest", next.digest());
        fields.put(
                "rules",
                next.rules().stream().map(r -> r.id() + "=" + r.action().text()).toList());
        List<LedgerEntry> entries = new ArrayList<>();
        List<Map<String, Object>> waivers = new ArrayList<>();
        int size = 0;
        for (Waiver waiver : next.waivers()) {
            Map<String, Object> shown = shortened(WaiverCodec.fields(waiver));
            int more = Json.MAPPER.writeValueAsBytes(shown).length;
            if (size + more > WAIVER_BYTES) {
                fields.put("waivers", waivers);
                entries.add(new LedgerEntry("policy", clock.instant(), actor, fields));
                fields.remove("rules");
                waivers = new ArrayList<>();
                size = 0;
            }
            waivers.add(shown);
            size += more;
        }
        fields.put("waivers", waivers);
        entries.add(new LedgerEntry("policy", clock.instant(), actor, fields));
        return entries;
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
     * Judges files of one project.
     *
     * @return the files whose record changes by it, in the order given; their decisions have no entry number yet where they differ from the last
     */
    public List<FileRecord> judge(ProjectRecord project, List<FileRecord> files, Policy by, Instant now) {
        Optional<Lookalike> lookalike = Lookalikes.shipped().find(project.name().value(), popular(by));
        List<FileRecord> changed = new ArrayList<>();
        for (FileRecord file : files) {
            Decision decision = by.decide(facts(project, file, lookalike), now);
            DecisionRecord next = record(decision, now);
            DecisionRecord last = file.decision();
            boolean differs = last.entry() < 0
                    || !last.verdict().equals(next.verdict())
                    || !last.rules().equals(next.rules());
            changed.add(file.with(differs ? next : next.at(last.entry())));
        }
        return changed;
    }

    /** How many of the most downloaded names the rule compares with. */
    private static int popular(Policy by) {
        return by.rule("lookalike")
                .map(r -> r.settings().get("popular"))
                .map(n -> ((Number) n).intValue())
                .orElse(0);
    }

    /** Enters those decisions in the ledger that have no number yet; returns all files, each with its number. */
    public List<FileRecord> enter(Connection c, ProjectRecord project, List<FileRecord> files) throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        for (FileRecord file : files) {
            if (file.decision().entry() < 0) {
                entries.add(entry(project.name(), file));
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

    private static LedgerEntry entry(ProjectName project, FileRecord file) {
        DecisionRecord d = file.decision();
        SimpleFile shown = file.effective();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("version", file.version());
        fields.put("filename", shown.filename());
        fields.put("sha256", shown.hashes().getOrDefault("sha256", ""));
        fields.put("verdict", d.verdict());
        fields.put("rules", d.rules());
        d.changesAt().ifPresent(t -> fields.put("valid_until", t.toString()));
        if (!d.reasons().isEmpty()) {
            fields.put("reasons", d.reasons());
        }
        return new LedgerEntry("decision", d.judgedAt(), "waag", fields);
    }

    private static DecisionRecord record(Decision d, Instant now) {
        List<ReasonRecord> reasons = d.reasons().stream()
                .map(r -> new ReasonRecord(
                        r.rule(), r.action().text(), r.severity(), r.message(), r.help(), shortened(r.facts())))
                .toList();
        return new DecisionRecord(d.verdict().text(), reasons, -1, now, d.changesAt());
    }

    /** Upstream's own words may be of any length; a ledger entry, and whoever reads it, takes only so much. */
    private static Map<String, Object> shortened(Map<String, Object> facts) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.replaceAll((name, value) -> value instanceof String text && text.length() > LONGEST_FACT
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST_FACT / 2)) + "..."
                : value);
        return all;
    }

    private Facts facts(ProjectRecord project, FileRecord file, Optional<Lookalike> lookalike) {
        return FileFacts.of(
                        project.name(),
                        file.version(),
                        file.kind(),
                        file.latest().orElse(file.seen()),
                        project.status())
                .lookalike(lookalike)
                .upstreamChange(file.changed())
                .build();
    }
}
