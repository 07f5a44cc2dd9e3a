package dev.waag.check;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.feeds.Advisories;
import dev.waag.feeds.AdvisorySources;
import dev.waag.feeds.FeedSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The advisories that a request names. */
final class OpenAdvisories {
    private OpenAdvisories() {}

    /** Empty where it names none. */
    static Optional<AdvisoryIndex> open(CheckRequest request, Asked asked, InstantSource clock) {
        if (request.advisories().isEmpty()) {
            return Optional.empty();
        }
        FeedSettings feeds = new FeedSettings(
                request.advisories(),
                request.kev(),
                request.epss(),
                request.cache(),
                Duration.ofHours(1),
                request.index().isEmpty());
        return Optional.of(new AdvisorySources(feeds, () -> asked.fetcher(feeds.urls()), clock).open())
                .map(Advisories::index);
    }
}
