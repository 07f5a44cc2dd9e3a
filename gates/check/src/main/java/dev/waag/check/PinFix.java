package dev.waag.check;

import java.util.List;

/**
 * What to do about one pin that has findings which another version clears.
 *
 * @param project normalized name
 * @param from the pinned version as written
 * @param to the version to take; empty where none would do
 * @param file where the pin stands, as it is shown
 * @param line of the pin, or 0
 * @param moved whether it has no finding itself and moves because another change needs it to
 * @param reason why there is none, or why it has to be put there by hand; empty where it can be written
 * @param notes what was not checked, and what else to know
 */
public record PinFix(
        String project,
        String from,
        String to,
        String file,
        int line,
        boolean moved,
        String reason,
        List<String> notes) {
    public PinFix {
        notes = List.copyOf(notes);
    }

    /** Whether there is a version to take and a lock to write it to. */
    public boolean isPossible() {
        return !to.isEmpty() && reason.isEmpty();
    }
}
