package dev.waag.store;

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
 */
public record FileRecord(
        int place,
        Instant firstSeen,
        SimpleFile seen,
        Optional<SimpleFile> latest,
        Optional<String> changed,
        DecisionRecord decision) {
    public String filename() {
        return seen.filename();
    }

    /**
     * The file as it is served: as first seen, unless the policy allows it in spite of a change; then as the upstream has it now.
     */
    public SimpleFile effective() {
        return decision.allows() ? latest.orElse(seen) : seen;
    }

    /** The same at another position of the page, which says nothing about the file. */
    public FileRecord at(int newPlace) {
        return new FileRecord(newPlace, firstSeen, seen, latest, changed, decision);
    }

    public FileRecord with(DecisionRecord next) {
        return new FileRecord(place, firstSeen, seen, latest, changed, next);
    }
}
