package dev.waag.policy;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something seen in a lock, a manifest, an environment or a set of advisories that a rule of the default pack is about, where no file need be
 * at hand. {@link Policy#judge} says what the policy makes of it.
 *
 * @param rule the rule's id
 * @param project the project that it is about, in any spelling; empty for none
 * @param version its version, as written; empty for none
 * @param sha256 the one file that it is about, in hex
 * @param advisory the id of the advisory that it is about, and all its aliases; empty for none
 * @param severity {@code critical}, {@code high}, {@code medium}, {@code low} or {@code info}; empty for the rule's own, and for an advisory
 *     without a score
 * @param message what was seen, in a line; empty for the rule's own words
 * @param help what to do about it; empty for the rule's own words
 * @param facts what was looked at, by name, in a stable order, as in {@link Reason#facts}
 */
public record Sighting(
        String rule,
        String project,
        String version,
        Optional<String> sha256,
        Set<String> advisory,
        String severity,
        String message,
        String help,
        Map<String, Object> facts) {
    public Sighting {
        project = Names.normalize(project);
        sha256 = sha256.map(s -> s.toLowerCase(Locale.ROOT));
        advisory = Collections.unmodifiableSet(new LinkedHashSet<>(advisory));
        severity = Severities.checked(severity);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A release that an advisory affects: {@code known-malicious} where it says malware, else {@code known-vulnerable}. */
    public static Sighting of(KnownAdvisory advisory, String project, String version, Optional<String> sha256) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("advisory", advisory.id());
        facts.put("aliases", advisory.aliases());
        facts.put("severity", advisory.severity().isEmpty() ? "unknown" : advisory.severity());
        facts.put("known_exploited", advisory.knownExploited());
        facts.put("fixed_in", advisory.fixedIn());
        facts.put("summary", advisory.summary());
        return new Sighting(
                advisory.malicious() ? KnownMalicious.ID : KnownVulnerable.ID,
                project,
                version,
                sha256,
                advisory.names(),
                advisory.malicious() ? "" : advisory.severity(),
                "",
                "",
                facts);
    }

    /** A release's licence, an SPDX expression, or empty where nobody knows it; {@code licence} says nothing of one that it allows. */
    public static Sighting ofLicence(
            Optional<String> expression, String project, String version, Optional<String> sha256) {
        Map<String, Object> facts = new LinkedHashMap<>();
        expression.ifPresentOrElse(e -> facts.put("licence", e), () -> facts.put("unknown", List.of("licence")));
        return new Sighting(Licence.ID, project, version, sha256, Set.of(), "", "", "", facts);
    }

    /** A set of advisories and when it was last brought up to date; {@code advisories-stale} says nothing of one that is young enough. */
    public static Sighting ofAdvisories(String source, Instant asOf) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("source", source);
        facts.put("as_of", asOf.toString());
        return new Sighting(AdvisoriesStale.ID, "", "", Optional.empty(), Set.of(), "", "", "", facts);
    }

    /** A project whose name could be mistaken for a better known one. */
    public static Sighting ofLookalike(Lookalike lookalike, String project, String version) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("lookalike", lookalike.popular());
        facts.put("lookalike_how", lookalike.how());
        return new Sighting(LookalikeName.ID, project, version, Optional.empty(), Set.of(), "", "", "", facts);
    }
}
