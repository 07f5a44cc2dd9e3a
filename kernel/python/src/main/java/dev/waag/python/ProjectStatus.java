package dev.waag.python;

import java.util.Locale;
import java.util.Set;

/**
 * What the index says about a whole project (PEP 792): {@code active}, {@code archived}, {@code quarantined} or {@code deprecated}; a
 * state that the standard does not know is kept for the policy, and never given to clients.
 *
 * @param reason free text, {@code ""} where none is given
 */
public record ProjectStatus(String state, String reason) {
    private static final Set<String> STATES = Set.of("active", "archived", "quarantined", "deprecated");

    /** What holds for a project of which the index says nothing. */
    public static final ProjectStatus ACTIVE = new ProjectStatus("active", "");

    public ProjectStatus {
        state = state.isEmpty() ? "active" : Texts.clean(state);
        reason = Texts.clean(reason);
    }

    /** As an index wrote it: the case of its letters and the blanks around it mean nothing. */
    static ProjectStatus read(String state, String reason) {
        return new ProjectStatus(state.strip().toLowerCase(Locale.ROOT), reason);
    }

    /** Whether clients know the state: some fail on a page that has another. */
    boolean isStandard() {
        return STATES.contains(state);
    }
}
