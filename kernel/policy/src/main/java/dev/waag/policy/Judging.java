package dev.waag.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges one file after the other at one instant, as {@link Policy#decide} does each. What the policy says of advisories is worked out once
 * for all files of a release whose facts hold the same list of them, not merely an equal one. For one thread.
 */
public final class Judging {
    private final List<? extends Rule> rules;
    private final WaiverBook waivers;
    private final Instant now;
    private final IdentityHashMap<List<KnownAdvisory>, Release> releases = new IdentityHashMap<>();

    /**
     * What a rule says of a sighting, whatever the file.
     *
     * @param raw as waivers take it
     * @param finished as it is where no waiver covers it
     */
    record Told(Sighting seen, Reason raw, Reason finished) {}

    private record Release(String project, String version, Map<String, List<Told>> byRule) {}

    Judging(List<? extends Rule> rules, WaiverBook waivers, Instant now) {
        this.rules = rules;
        this.waivers = waivers;
        this.now = now;
    }

    public Decision decide(Facts facts) {
        return new Judgement(this, waivers, facts, now).of(rules);
    }

    /** What that rule says of a file. */
    List<Told> told(PackRule rule, SeenRule seen, Facts facts) {
        if (!seen.ofAdvisories()) {
            return told(rule, seen.in(facts));
        }
        if (facts.advisories().isEmpty()) {
            return List.of();
        }
        Release release = releases.get(facts.advisories());
        if (release == null
                || !release.project().equals(facts.project())
                || !release.version().equals(facts.version())) {
            release = new Release(facts.project(), facts.version(), new HashMap<>());
            releases.put(facts.advisories(), release);
        }
        return release.byRule().computeIfAbsent(rule.id(), id -> told(rule, seen.in(facts)));
    }

    /** What that rule sees in this one file by its settings. */
    List<Told> ofFile(PackRule rule, SeenRule seen, Facts facts) {
        List<Sighting> sightings = seen.ofFile(facts, rule.settings());
        return sightings.isEmpty() ? List.of() : told(rule, sightings);
    }

    private List<Told> told(PackRule rule, List<Sighting> sightings) {
        List<Told> told = new ArrayList<>();
        for (Sighting seen : sightings) {
            Optional<Reason> reason = rule.reason(seen, now);
            reason.ifPresent(r -> told.add(new Told(seen, r, finished(rule, r))));
        }
        return told;
    }

    /** The same in words that fit a reason phrase. */
    static Reason finished(PackRule rule, Reason r) {
        return new Reason(
                r.rule(), r.action(), r.severity(), rule.shorten(r.message()), Texts.ascii(r.help()), r.facts());
    }
}
