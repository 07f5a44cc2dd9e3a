package dev.waag.store;

import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of one file of an upstream.
 *
 * @param place its position on the upstream's page
 * @param firstSeen when it was first seen there
 * @param seen what the upstream said of it then, with what may change since (yank, Python requirement) brought up to date
 * @param latest what the upstream says now, where that differs in what must not change
 * @param changed the sentence that says what differs since it was first seen; present means frozen
 * @param decision the last decision on it
 * @param version the release that its name says it belongs to ({@link DistributionName#version})
 * @param kind {@code wheel}, {@code sdist} or {@code other}
 */
public record FileRecord(
        int place,
        Instant firstSeen,
        SimpleFile seen,
        Optional<SimpleFile> latest,
        Optional<String> changed,
        DecisionRecord decision,
        String version,
        String kind) {
    /** A file of that project; its name is read once, here. */
    public static FileRecord of(
            ProjectName project,
            int place,
            Instant firstSeen,
            SimpleFile seen,
            Optional<SimpleFile> latest,
            Optional<String> changed,
            DecisionRecord decision) {
        DistributionName name = DistributionName.parse(seen.filename(), project);
        return new FileRecord(place, firstSeen, seen, latest, changed, decision, name.version(), name.kind());
    }

    public String filename() {
        return seen.filename();
    }

    /**
     * The file as it is served: as first seen, unless the policy allows it in spite of a change; then as the upstream has it now.
     */
    public SimpleFile effective() {
        return decision.allows() ? latest.orElse(seen) : seen;
    }

    /** What the upstream says of it now, which is what is judged. */
    public SimpleFile shown() {
        return latest.orElse(seen);
    }

    /** The same at another position of the page, which says nothing about the file. */
    public FileRecord at(int newPlace) {
        return new FileRecord(newPlace, firstSeen, seen, latest, changed, decision, version, kind);
    }

    public FileRecord with(DecisionRecord next) {
        return new FileRecord(place, firstSeen, seen, latest, changed, next, version, kind);
    }

    /** The same with what its upstream says of it now. */
    public FileRecord upstream(
            int newPlace, SimpleFile nowSeen, Optional<SimpleFile> nowLatest, Optional<String> difference) {
        return new FileRecord(newPlace, firstSeen, nowSeen, nowLatest, difference, decision, version, kind);
    }
}
