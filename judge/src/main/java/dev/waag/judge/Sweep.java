package dev.waag.judge;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.policy.Action;
import dev.waag.policy.Decision;
import dev.waag.policy.Facts;
import dev.waag.policy.Inspected;
import dev.waag.policy.Judging;
import dev.waag.policy.KnownAdvisory;
import dev.waag.policy.Lookalike;
import dev.waag.policy.Lookalikes;
import dev.waag.policy.Policy;
import dev.waag.policy.Reason;
import dev.waag.store.DecisionRecord;
import dev.waag.store.DecisionRecord.ReasonRecord;
import dev.waag.store.FileRecord;
import dev.waag.store.Hosted;
import dev.waag.store.ProjectRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one project, judged at one instant. What they have in common is found out once, and only where it is asked for; advisories
 * once a release. For one thread.
 */
public final class Sweep {
    private final ProjectRecord project;
    private final Policy policy;
    private final Optional<AdvisoryIndex> advisories;
    private final Map<Inspections.Key, Inspected> inspected;
    private final Instant now;
    private final String basis;
    private final boolean awaited;
    private final boolean hosted;
    private final Recalls recalls;
    private final OnlyFix onlyFix;
    private final Judging judging;
    private final Origins origins;
    private final Map<String, List<KnownAdvisory>> byVersion = new HashMap<>();
    /** Files of one release have their reasons about advisories in common. */
    private final IdentityHashMap<Reason, ReasonRecord> records = new IdentityHashMap<>();

    private Optional<Optional<Lookalike>> lookalike = Optional.empty();

    /**
     * @param project as it is now, with all its files
     * @param origins where its files come from
     * @param inspected what is known of the content of those that were inspected
     */
    Sweep(ProjectRecord project, Grounds by, Origins origins, Map<Inspections.Key, Inspected> inspected, Instant now) {
        this.inspected = inspected;
        this.project = project;
        this.origins = origins;
        this.policy = by.policy();
        this.now = now;
        this.basis = by.basis(project.name());
        this.awaited = by.awaited();
        this.hosted = project.upstream().equals(Hosted.UPSTREAM);
        this.recalls = by.recalls();
        this.advisories = by.advisories(project.name());
        this.onlyFix = onlyFix();
        this.judging = policy.judging(now);
    }

    /** What its decisions rest on ({@link Grounds#basis}). */
    public String basis() {
        return basis;
    }

    /** Which release need not wait is asked only where a file waits at all. */
    private OnlyFix onlyFix() {
        Optional<Duration> wait =
                policy.rule("cooldown").filter(r -> r.action() != Action.OFF).map(OnlyFix::wait);
        if (advisories.isEmpty() || wait.isEmpty() || project.files().stream().noneMatch(f -> waits(f, wait.get()))) {
            return OnlyFix.NONE;
        }
        List<OnlyFix.Candidate> files = project.files().stream()
                .map(f -> new OnlyFix.Candidate(
                        f.version(), f.shown().uploadTime(), f.shown().yanked().isPresent()))
                .toList();
        return OnlyFix.of(advisories.get(), policy, project.name(), files, now);
    }

    private boolean waits(FileRecord file, Duration wait) {
        return file.shown().uploadTime().map(t -> t.plus(wait).isAfter(now)).orElse(true);
    }

    /** Whether the decision on a file has to be made anew for the sake of others: their coming, going and growing old tells which release is the only fix, and their provenance what is a change. */
    public boolean overtakes(FileRecord file) {
        return origins.overtakes(file)
                || !awaited
                        && file.decision().rules().contains("cooldown")
                        && !passedEarlyFor(file.decision()).equals(onlyFix.forVersion(file.version()));
    }

    private static List<?> passedEarlyFor(DecisionRecord decision) {
        return decision.reasons().stream()
                .map(r -> r.facts().get("only_fix_for"))
                .filter(List.class::isInstance)
                .map(o -> (List<?>) o)
                .findFirst()
                .orElse(List.of());
    }

    /**
     * Judges one of the files. Its decision has no entry number yet where it differs from the last in what it says; where it is the same
     * altogether, it is the last.
     */
    public FileRecord judge(FileRecord file) {
        DecisionRecord next = recalled(file, record(judging.decide(facts(file))));
        DecisionRecord last = file.decision();
        if (last.entry() < 0 || Decisions.differ(last, next)) {
            return file.with(next);
        }
        boolean same = last.reasons().equals(next.reasons()) && last.changesAt().equals(next.changesAt());
        return same ? file : file.with(next.at(last.entry()));
    }

    private DecisionRecord record(Decision d) {
        List<ReasonRecord> reasons = d.reasons().stream()
                .map(r -> records.computeIfAbsent(r, Decisions::record))
                .toList();
        return new DecisionRecord(d.verdict().text(), reasons, -1, now, d.changesAt());
    }

    /** What is recalled is denied whatever the policy says of it. */
    private DecisionRecord recalled(FileRecord file, DecisionRecord decided) {
        List<ReasonRecord> recalled = recalls.reasons(project.name(), file.version());
        if (recalled.isEmpty()) {
            return decided;
        }
        List<ReasonRecord> all = new ArrayList<>(recalled);
        all.addAll(decided.reasons());
        return new DecisionRecord("deny", all, -1, now, decided.changesAt());
    }

    private Facts facts(FileRecord file) {
        return FileFacts.of(project.name(), file.version(), file.kind(), file.shown(), project.status())
                .claimed(hosted)
                .hosted(hosted)
                .lookalike(hosted ? Optional.empty() : lookalike())
                .upstreamChange(file.changed())
                .origin(origins.of(file))
                .advisories(advisories(file.version()))
                .onlyFixFor(onlyFix.forVersion(file.version()))
                .inspected(Optional.ofNullable(inspected.get(Inspections.Key.of(file.shown()))))
                .build();
    }

    private List<KnownAdvisory> advisories(String version) {
        return advisories
                .map(a -> byVersion.computeIfAbsent(version, v -> KnownAdvisories.of(a, project.name(), v)))
                .orElse(List.of());
    }

    private Optional<Lookalike> lookalike() {
        if (lookalike.isEmpty()) {
            lookalike = Optional.of(Lookalikes.shipped().find(project.name().value(), popular()));
        }
        return lookalike.get();
    }

    /** How many of the most downloaded names the rule compares with. */
    private int popular() {
        return policy.rule("lookalike")
                .map(r -> r.settings().get("popular"))
                .map(n -> ((Number) n).intValue())
                .orElse(0);
    }
}
