package dev.waag.index;

import java.time.Instant;
import java.util.Optional;

/** What is known of a project when somebody asks for it. */
public sealed interface PageOutcome {
    /** @param staleSince when the upstream last confirmed the page, where it could not be asked now */
    record Found(ProjectView view, Optional<Instant> staleSince) implements PageOutcome {}

    /** There is no such project: a claimed name without internal releases, or the upstream says so. */
    record Absent() implements PageOutcome {}

    /** Whether there is such a project cannot be known now. */
    record Unavailable(String reason) implements PageOutcome {}
}
