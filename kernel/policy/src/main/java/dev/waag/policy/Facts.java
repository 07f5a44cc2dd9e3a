package dev.waag.policy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about one file of a project. Nothing here is guessed: a size or upload time that nobody gave is empty, and a rule whose
 * outcome depends on it holds the file.
 *
 * @param project normalized name (PEP 503)
 * @param version the release's version, as the index spells it
 * @param filename the file's name
 * @param kind {@code wheel}, {@code sdist} or {@code other} (an egg, an installer, anything that is neither)
 * @param size bytes
 * @param uploadTime when the index received the file
 * @param yanked whether its publisher withdrew it (PEP 592)
 * @param yankedReason the publisher's words, empty for none
 * @param status the project's status marker (PEP 792); an empty one becomes {@code active}
 * @param statusReason the index's words, empty for none
 * @param hashes lower-case hex digests by lower-case algorithm name (as in the Simple API); empty digests are dropped
 * @param requiresPython the specifier, empty for none
 * @param provenance URL of the file's provenance (PEP 740), empty for none
 * @param claimed whether the project's name is claimed as internal
 * @param hosted whether the file was published here rather than had from an upstream
 * @param lookalike the better known name that this one resembles
 * @param upstreamChange a sentence that says what changed upstream since the file was first seen
 * @param advisories those that affect the release; empty where none is known
 * @param licence the release's licence, an SPDX expression (see {@link Licences}); empty where it is unknown
 * @param origin what its attestations prove about where it comes from
 * @param onlyFixFor ids of the advisories that affect what the client would get without this file, where its release is the lowest above that
 *     one that no advisory affects: such a release need not wait. Empty where that is not so
 * @param inspected what is in it; empty until it was inspected, which a gate does when it first fetches the file
 */
public record Facts(
        String project,
        String version,
        String filename,
        String kind,
        OptionalLong size,
        Optional<Instant> uploadTime,
        boolean yanked,
        String yankedReason,
        String status,
        String statusReason,
        Map<String, String> hashes,
        String requiresPython,
        String provenance,
        boolean claimed,
        boolean hosted,
        Optional<Lookalike> lookalike,
        Optional<String> upstreamChange,
        List<KnownAdvisory> advisories,
        Optional<String> licence,
        Origin origin,
        List<String> onlyFixFor,
        Optional<Inspected> inspected) {
    public Facts {
        if (!kind.equals("wheel") && !kind.equals("sdist") && !kind.equals("other")) {
            throw new IllegalArgumentException("a file is of kind wheel, sdist or other, not " + kind);
        }
        status = status.isEmpty() ? "active" : status;
        advisories = List.copyOf(advisories);
        onlyFixFor = List.copyOf(onlyFixFor);
        hashes = hashes.containsValue("") ? withoutEmpty(hashes) : Map.copyOf(hashes);
    }

    /** Begins with what every file has; {@code project} is the normalized name. */
    public static FactsBuilder of(String project, String version, String filename, String kind) {
        return new FactsBuilder(project, version, filename, kind);
    }

    /** Whether it is the only fix for what the client would otherwise get. */
    public boolean onlyFix() {
        return !onlyFixFor.isEmpty();
    }

    private static Map<String, String> withoutEmpty(Map<String, String> hashes) {
        Map<String, String> kept = new HashMap<>(hashes);
        kept.values().removeIf(String::isEmpty);
        return Map.copyOf(kept);
    }
}
