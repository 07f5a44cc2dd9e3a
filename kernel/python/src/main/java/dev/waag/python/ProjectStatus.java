package dev.waag.python;

/**
 * What the index says about a whole project (PEP 792): {@code active}, {@code archived}, {@code quarantined} or {@code deprecated}; a
 * state that the standard does not know is kept as it is.
 *
 * @param reason free text, {@code ""} where none is given
 */
public record ProjectStatus(String state, String reason) {
    /** What holds for a project of which the index says nothing. */
    public static final ProjectStatus ACTIVE = new ProjectStatus("active", "");

    public ProjectStatus {
        state = state.isEmpty() ? "active" : Texts.clean(state);
        reason = Texts.clean(reason);
    }
}
