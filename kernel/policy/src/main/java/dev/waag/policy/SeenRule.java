package dev.waag.policy;

import java.time.Instant;
import java.util.List;

/**
 * A default rule that is judged on sightings, in Java and not by an expression: those that {@link Policy#judge} is given, and those that a
 * file's facts hold.
 */
interface SeenRule extends DefaultRule {
    /** When it fires, in words. */
    String fires();

    /** Whether it fires on a sighting of its own at that instant. */
    default boolean fires(Sighting seen, Settings settings, Instant now) {
        return true;
    }

    /** What it sees in one file by its settings, whatever is known of its release. */
    default List<Sighting> ofFile(Facts facts, Settings settings) {
        return List.of();
    }

    /** What a file's facts hold for it to judge, what matters most first. */
    default List<Sighting> in(Facts facts) {
        return List.of();
    }

    /** Whether what {@link #in} finds depends on nothing but the release's advisories. */
    default boolean ofAdvisories() {
        return false;
    }
}
