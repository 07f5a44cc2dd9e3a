package dev.waag.check;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.index.ReleaseReader.Found;
import dev.waag.judge.KnownAdvisories;
import dev.waag.policy.KnownAdvisory;
import dev.waag.policy.Policy;
import dev.waag.python.DistributionName;
import dev.waag.report.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a check knows of other releases than the pinned ones, by its advisories and its index. */
final class IndexReleases implements Candidates.Releases {
    private final Policy policy;
    private final Target target;
    private final Optional<AdvisoryIndex> advisories;
    private final Map<Item, Optional<Found>> pinned;
    private final Asked asked;
    private final boolean online;
    private final Instant now;
    private final boolean gateDecides;

    IndexReleases(
            CheckRequest request,
            Target target,
            Optional<AdvisoryIndex> advisories,
            Map<Item, Optional<Found>> pinned,
            Asked asked,
            Instant now) {
        this.policy = request.policy();
        this.target = target;
        this.advisories = advisories;
        this.pinned = pinned;
        this.asked = asked;
        this.online = request.index().isPresent();
        this.now = now;
        this.gateDecides = request.asksGate() && !request.policyNamed();
    }

    @Override
    public Optional<List<String>> versions(Item item) {
        return online
                ? Optional.of(pinned.getOrDefault(item, Optional.empty())
                        .map(f -> f.page().files().stream()
                                .map(file -> DistributionName.parse(file.filename(), item.name())
                                        .version())
                                .distinct()
                                .toList())
                        .orElse(List.of()))
                : Optional.empty();
    }

    @Override
    public Optional<List<KnownAdvisory>> affecting(Item item, String version) {
        return advisories.isPresent()
                ? Optional.of(KnownAdvisories.of(advisories.get(), item.name(), version))
                : online ? asked.ofTheIndex(item.at(version)) : Optional.empty();
    }

    @Override
    public Optional<Found> release(Item item, String version) {
        Item at = item.at(version);
        return online
                ? asked.releases(List.of(at), now, Progress.NONE).getOrDefault(at, Optional.empty())
                : Optional.empty();
    }

    @Override
    public List<Finding> judge(Item item, Found found, List<KnownAdvisory> known) {
        Findings findings = new Findings(policy, now);
        new IndexFacts(policy, target, findings, advisories, now, gateDecides).judge(item, found, known);
        return findings.all();
    }
}
