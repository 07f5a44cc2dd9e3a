package dev.waag.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Facts by their names, for tests of policies. What is not said is that of an unremarkable file: a wheel with a SHA-256 that has been public for
 * a year.
 */
final class FactsDraft {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final long USUAL_SIZE = 1_000;
    private static final String USUAL_SHA256 = "ab".repeat(32);

    private final Instant now;
    private final Map<Fact, Object> said = new HashMap<>();
    private final Map<Fact, Boolean> unknown = new HashMap<>();

    FactsDraft(Instant now) {
        this.now = now;
    }

    /** Says a fact, in CEL's native type. */
    FactsDraft say(Fact fact, Object value) {
        said.put(fact, value);
        return this;
    }

    /** Makes a fact unknown. Only {@code size} and {@code upload_time} can be. */
    FactsDraft forget(Fact fact) {
        if (fact != Fact.SIZE && fact != Fact.UPLOAD_TIME) {
            throw new IllegalArgumentException(fact.text() + " is always known");
        }
        unknown.put(fact, true);
        return this;
    }

    Facts facts() {
        String project = Names.normalize(text(Fact.PROJECT, "example"));
        String version = text(Fact.VERSION, "1.0");
        String kind = text(Fact.KIND, said.containsKey(Fact.FILENAME) ? kind(text(Fact.FILENAME, "")) : "wheel");
        String lookalike = text(Fact.LOOKALIKE, "");
        String change = text(Fact.UPSTREAM_CHANGE, "");
        return new Facts(
                project,
                version,
                text(Fact.FILENAME, filename(project, version, kind)),
                kind,
                unknown.containsKey(Fact.SIZE)
                        ? OptionalLong.empty()
                        : OptionalLong.of((Long) said.getOrDefault(Fact.SIZE, USUAL_SIZE)),
                unknown.containsKey(Fact.UPLOAD_TIME) ? Optional.empty() : Optional.of(uploadTime()),
                flag(Fact.YANKED),
                text(Fact.YANKED_REASON, ""),
                text(Fact.STATUS, "active"),
                text(Fact.STATUS_REASON, ""),
                hashes(),
                text(Fact.REQUIRES_PYTHON, ""),
                text(Fact.PROVENANCE, ""),
                flag(Fact.CLAIMED),
                lookalike.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Lookalike(lookalike, text(Fact.LOOKALIKE_HOW, "a few letters apart"))),
                change.isEmpty() ? Optional.empty() : Optional.of(change));
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
