package dev.waag.check;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.index.ReleaseReader.Found;
import dev.waag.judge.FileFacts;
import dev.waag.judge.OnlyFix;
import dev.waag.policy.Action;
import dev.waag.policy.Decision;
import dev.waag.policy.Facts;
import dev.waag.policy.KnownAdvisory;
import dev.waag.policy.Lookalikes;
import dev.waag.policy.Policy;
import dev.waag.policy.Reason;
import dev.waag.policy.RuleView;
import dev.waag.python.DistributionName;
import dev.waag.python.SimpleFile;
import dev.waag.python.WheelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges an item by the files that the index has of it, as the gate would: those that the lock allows and the target can use. */
final class IndexFacts {
    /** These are judged by what was pinned, not once more for each file. */
    private static final Set<String> BY_ITEM = Set.of("known-vulnerable", "known-malicious", "lookalike");

    private static final String BLOCKED = "Blocked by Waag: ";
    /** The gate's reason for a yanked file: the rule, what it says. */
    private static final Pattern REFUSAL = Pattern.compile(BLOCKED + "([a-z0-9-]+):(.*)", Pattern.DOTALL);

    private final Policy policy;
    private final Target target;
    private final Findings findings;
    private final Optional<AdvisoryIndex> advisories;
    private final Instant now;
    private final boolean gateDecides;

    /**
     * @param gateDecides whether the index is the gate, and no policy was named: then the gate's decisions count, for it knows its claims and its
     *     waivers, and the default pack does not hold or deny what the gate gives out
     */
    IndexFacts(
            Policy policy,
            Target target,
            Findings findings,
            Optional<AdvisoryIndex> advisories,
            Instant now,
            boolean gateDecides) {
        this.gateDecides = gateDecides;
        this.policy = policy;
        this.target = target;
        this.findings = findings;
        this.advisories = advisories;
        this.now = now;
    }

    void judge(Item item, Found found, List<KnownAdvisory> known) {
        List<SimpleFile> allowed = allowed(item, found);
        List<Reason> reasons = new ArrayList<>();
        for (SimpleFile file : installable(item, allowed)) {
            DistributionName name = DistributionName.parse(file.filename(), item.name());
            Optional<String> gate = file.yanked().filter(y -> REFUSAL.matcher(y).matches());
            Facts facts = FileFacts.of(
                            item.name(),
                            name.version(),
                            name.kind(),
                            file,
                            found.page().status())
                    .yanked(gate.isPresent() ? Optional.empty() : file.yanked())
                    .lookalike(Lookalikes.shipped().find(item.name().value(), popular()))
                    .advisories(known)
                    .onlyFixFor(onlyFix(item, found))
                    .build();
            Decision decision = policy.decide(facts, now);
            for (Reason reason : decision.reasons()) {
                boolean said = reasons.stream()
                        .anyMatch(r ->
                                r.rule().equals(reason.rule()) && r.message().equals(reason.message()));
                boolean decided = gateDecides && reason.action() != Action.WARN;
                if (!said && !decided && !BY_ITEM.contains(reason.rule())) {
                    reasons.add(reason);
                }
            }
            gate.ifPresent(g -> refusedByGate(item, g, reasons));
        }
        reasons.forEach(r -> findings.decided(r, item));
    }

    /** The gate that was asked refuses the file: its word counts, whatever this policy says. */
    private void refusedByGate(Item item, String blocked, List<Reason> reasons) {
        Matcher said = REFUSAL.matcher(blocked);
        if (!said.matches()) {
            return;
        }
        String rule = said.group(1);
        boolean known = findings.refuses(rule, item)
                || reasons.stream()
                        .anyMatch(r -> r.rule().equals(rule) && r.action().refuses());
        if (!known) {
            Optional<RuleView> here = policy.rule(rule);
            reasons.add(new Reason(
                    rule,
                    here.map(RuleView::action).filter(Action::refuses).orElse(Action.DENY),
                    here.map(RuleView::severity).orElse("high"),
                    "the gate refuses it: " + said.group(2).strip(),
                    here.map(RuleView::help).orElse(""),
                    Map.of()));
        }
    }

    /** The release's files with a pinned hash; where the index knows none of a hash, that is a finding. */
    private List<SimpleFile> allowed(Item item, Found found) {
        List<String> pinned = item.sha256();
        if (found.files().isEmpty()) {
            findings.see(
                    "hash-unknown",
                    item,
                    "the index has no release " + item.version() + " of "
                            + item.name().value());
            return List.of();
        }
        if (pinned.isEmpty()) {
            return found.files();
        }
        Set<String> known = new HashSet<>();
        found.files().forEach(f -> known.add(f.hashes().getOrDefault("sha256", "")));
        List<String> unknown = pinned.stream().filter(h -> !known.contains(h)).toList();
        if (!unknown.isEmpty()) {
            findings.see(
                    "hash-unknown",
                    item,
                    "the index knows no file of " + item.name().value() + " " + item.version()
                            + " with the pinned hash "
                            + unknown.getFirst().substring(0, 16) + "..."
                            + (unknown.size() > 1 ? " and " + (unknown.size() - 1) + " more" : ""));
        }
        return found.files().stream()
                .filter(f -> pinned.contains(f.hashes().getOrDefault("sha256", "")))
                .toList();
    }

    /** What an installer takes: wheels that fit, and source distributions only where there is none. */
    private List<SimpleFile> installable(Item item, List<SimpleFile> files) {
        List<SimpleFile> wheels = new ArrayList<>();
        List<SimpleFile> others = new ArrayList<>();
        for (SimpleFile file : files) {
            DistributionName name = DistributionName.parse(file.filename(), item.name());
            if (name instanceof WheelName wheel) {
                if (target.accepts(wheel)) {
                    wheels.add(file);
                }
            } else if (name.kind().equals("sdist")) {
                others.add(file);
            }
        }
        return wheels.isEmpty() ? others : wheels;
    }

    private int popular() {
        return policy.rule("lookalike")
                .map(r -> r.settings().get("popular"))
                .map(n -> ((Number) n).intValue())
                .orElse(0);
    }

    private List<String> onlyFix(Item item, Found found) {
        if (advisories.isEmpty()) {
            return List.of();
        }
        List<OnlyFix.Candidate> all = found.page().files().stream()
                .map(f -> new OnlyFix.Candidate(
                        DistributionName.parse(f.filename(), item.name()).version(),
                        f.uploadTime(),
                        f.yanked().filter(y -> !REFUSAL.matcher(y).matches()).isPresent()))
                .toList();
        return OnlyFix.of(advisories.get(), policy, item.name(), all, now).forVersion(item.version());
    }
}
