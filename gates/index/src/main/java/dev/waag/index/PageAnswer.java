package dev.waag.index;

import dev.waag.python.SimplePage;
import java.time.Duration;
import java.util.Optional;

/** What an upstream answered when it was asked for a project's page. */
sealed interface PageAnswer {
    /** @param maxAge how long the upstream lets the page be used, where it says so */
    record Page(SimplePage page, boolean html, String etag, String lastModified, Optional<Duration> maxAge)
            implements PageAnswer {}

    /** The page that we have is still right. */
    record Unchanged(Optional<Duration> maxAge) implements PageAnswer {}

    /** The upstream says that there is no such project. */
    record Absent() implements PageAnswer {}

    /**
     * Nothing is known: the upstream could not be reached, or what it sent cannot be a page.
     *
     * @param everywhere whether its other pages are as little to be had, so that it is better left alone for a while
     */
    record Failed(String reason, boolean everywhere) implements PageAnswer {}
}
