package dev.waag.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Facts by their names, for tests of policies. What is not said is that of an unremarkable file: a wheel with a SHA-256 that has been public for
 * a year, under the MIT licence.
 */
final class FactsDraft {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final long USUAL_SIZE = 1_000;
    private static final String USUAL_LICENCE = "MIT";
    private static final String USUAL_SHA256 = "ab".repeat(32);

    private static final Set<Fact> FOUND = EnumSet.of(
            Fact.ARCHIVE_FAULTS,
            Fact.INSTALL_SCORE,
            Fact.INSTALL_SIGNS,
            Fact.CAPABILITIES,
            Fact.STARTUP_FILES,
            Fact.NATIVE_FILES,
            Fact.DELTA);

    private final Instant now;
    private final Map<Fact, Object> said = new HashMap<>();
    private final Set<Fact> unknown = EnumSet.noneOf(Fact.class);
    private List<KnownAdvisory> advisories = List.of();

    FactsDraft(Instant now) {
        this.now = now;
    }

    /** Says a fact, in CEL's native type. */
    FactsDraft say(Fact fact, Object value) {
        said.put(fact, value);
        return this;
    }

    FactsDraft advisories(KnownAdvisory... affecting) {
        advisories = List.of(affecting);
        return this;
    }

    /** Makes a fact unknown. Few can be. */
    FactsDraft forget(Fact fact) {
        if (!fact.canBeUnknown()) {
            throw new IllegalArgumentException(fact.text() + " is always known");
        }
        unknown.add(fact);
        return this;
    }

    Facts facts() {
        String project = Names.normalize(text(Fact.PROJECT, "example"));
        String version = text(Fact.VERSION, "1.0");
        String kind = text(Fact.KIND, said.containsKey(Fact.FILENAME) ? kind(text(Fact.FILENAME, "")) : "wheel");
        String lookalike = text(Fact.LOOKALIKE, "");
        String change = text(Fact.UPSTREAM_CHANGE, "");
        return Facts.of(project, version, text(Fact.FILENAME, filename(project, version, kind)), kind)
                .size(
                        known(Fact.SIZE)
                                ? OptionalLong.of((Long) said.getOrDefault(Fact.SIZE, USUAL_SIZE))
                                : OptionalLong.empty())
                .uploadTime(known(Fact.UPLOAD_TIME) ? Optional.of(uploadTime()) : Optional.empty())
                .yanked(flag(Fact.YANKED) ? Optional.of(text(Fact.YANKED_REASON, "")) : Optional.empty())
                .status(text(Fact.STATUS, "active"), text(Fact.STATUS_REASON, ""))
                .hashes(hashes())
                .requiresPython(text(Fact.REQUIRES_PYTHON, ""))
                .provenance(text(Fact.PROVENANCE, ""))
                .claimed(flag(Fact.CLAIMED))
                .hosted(flag(Fact.HOSTED))
                .lookalike(
                        lookalike.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        new Lookalike(lookalike, text(Fact.LOOKALIKE_HOW, "a few letters apart"))))
                .upstreamChange(change.isEmpty() ? Optional.empty() : Optional.of(change))
                .advisories(advisories)
                .licence(known(Fact.LICENCE) ? Optional.of(text(Fact.LICENCE, USUAL_LICENCE)) : Optional.empty())
                .origin(new Origin(
                        known(Fact.ATTESTED)
                                ? Optional.of(Boolean.TRUE.equals(said.get(Fact.ATTESTED)))
                                : Optional.empty(),
                        text(Fact.ATTESTATION_FAULT, ""),
                        text(Fact.PUBLISHER, ""),
                        text(Fact.PUBLISHER_ISSUER, ""),
                        text(Fact.PUBLISHER_REPOSITORY, ""),
                        text(Fact.PUBLISHER_WORKFLOW, ""),
                        text(Fact.PUBLISHER_ENVIRONMENT, ""),
                        text(Fact.PROVENANCE_CHANGE, "")))
                .onlyFixFor(
                        said.get(Fact.ONLY_FIX_FOR) instanceof List<?> ids
                                ? ids.stream().map(String::valueOf).toList()
                                : List.of())
                .inspected(inspected())
                .build();
    }

    /** Where anything is said of what was found, the file was inspected. */
    private Optional<Inspected> inspected() {
        boolean any = flag(Fact.INSPECTED) || FOUND.stream().anyMatch(said::containsKey);
        if (!any) {
            return Optional.empty();
        }
        double score = said.get(Fact.INSTALL_SCORE) instanceof Double d ? d : 0;
        return Optional.of(new Inspected(
                list(Fact.ARCHIVE_FAULTS),
                score,
                list(Fact.INSTALL_SIGNS),
                list(Fact.CAPABILITIES),
                list(Fact.STARTUP_FILES),
                list(Fact.NATIVE_FILES),
                list(Fact.DELTA)));
    }

    private List<String> list(Fact fact) {
        return said.get(fact) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    private boolean known(Fact fact) {
        return !unknown.contains(fact);
    }

    private String text(Fact fact, String usual) {
        return String.valueOf(said.getOrDefault(fact, usual));
    }

    private boolean flag(Fact fact) {
        return Boolean.TRUE.equals(said.get(fact));
    }

    private Instant uploadTime() {
        if (said.get(Fact.UPLOAD_TIME) instanceof Instant t) {
            return t;
        }
        return said.get(Fact.AGE_HOURS) instanceof Double hours
                ? now.minusNanos(Math.round(hours * 3.6e12))
                : now.minus(YEAR);
    }

    private Map<String, String> hashes() {
        Map<String, String> hashes = new HashMap<>();
        if (said.getOrDefault(Fact.HASHES, Map.of("sha256", USUAL_SHA256)) instanceof Map<?, ?> given) {
            given.forEach((k, v) -> hashes.put(String.valueOf(k), String.valueOf(v)));
        }
        return hashes;
    }

    private static String kind(String filename) {
        return filename.endsWith(".whl") ? "wheel" : filename.endsWith(".tar.gz") ? "sdist" : "other";
    }

    private static String filename(String project, String version, String kind) {
        String stem = project.replace('-', '_') + "-" + version;
        return switch (kind) {
            case "wheel" -> stem + "-py3-none-any.whl";
            case "sdist" -> stem + ".tar.gz";
            default -> stem + ".exe";
        };
    }
}
