package dev.waag.advisory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one record says of a vulnerability in one version.
 *
 * @param source the name of the source that it came from
 * @param modified when its source last changed it
 * @param ratings from the worst; empty where the record rates nothing that can be scored
 * @param fixedIn fixed versions above the one asked for, ascending
 */
public record Assessment(
        String id,
        String source,
        Optional<Instant> modified,
        Standing standing,
        List<Rating> ratings,
        List<String> fixedIn) {

    /** What a record says of the version asked for. */
    public enum Standing {
        AFFECTED,
        /** Its ranges and versions do not hold that version. */
        NOT_AFFECTED,
        /** It was taken back, and does not count. */
        WITHDRAWN
    }

    public Assessment {
        ratings = List.copyOf(ratings);
        fixedIn = List.copyOf(fixedIn);
    }

    /** The worst of its ratings. */
    public Optional<Severity> severity() {
        return ratings.isEmpty()
                ? Optional.empty()
                : Optional.of(ratings.getFirst().severity());
    }
}
