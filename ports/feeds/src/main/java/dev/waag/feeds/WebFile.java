package dev.waag.feeds;

import dev.waag.core.Secrets;
import dev.waag.fetch.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A file behind a URL, of which a copy is kept. */
final class WebFile implements Source {
    private final String name;
    private final WebCopy copy;
    private final FeedSettings settings;
    private final Supplier<Fetcher> fetcher;
    private final Check check;

    /** Says what is wrong with a file that was fetched: a login page, or half of what it should be, must not replace a good one. */
    interface Check {
        /** @throws IOException where it is not what it should be */
        void check(Path file) throws IOException;
    }

    WebFile(URI url, FeedSettings settings, long maxBytes, Supplier<Fetcher> fetcher, Check check) {
        this.name = Secrets.mask(url.toString());
        this.copy = new WebCopy(settings.cache(), url, maxBytes);
        this.settings = settings;
        this.fetcher = fetcher;
        this.check = check;
    }

    @Override
    public Optional<Located> here(Instant now) {
        Optional<WebCopy.State> kept = copy.kept();
        if (kept.isEmpty() && settings.offline()) {
            throw Faults.neverFetched(name);
        }
        return kept.filter(k -> settings.offline() || isFresh(k, settings.refresh(), now))
                .map(this::located);
    }

    /** A time to come was written by another clock. */
    static boolean isFresh(WebCopy.State state, Duration refresh, Instant now) {
        return !state.checked().isAfter(now) && state.checked().plus(refresh).isAfter(now);
    }

    @Override
    public Located fetched(Instant now, List<String> warnings) {
        Optional<Located> here = here(now);
        if (here.isPresent()) {
            return here.get();
        }
        try {
            WebCopy.State state = copy.fetch(fetcher.get(), now);
            check.check(copy.body(state));
            copy.keep(state);
            return located(state);
        } catch (IOException e) {
            WebCopy.State old = copy.kept().orElseThrow(() -> Faults.notFetched(name, Faults.reason(e)));
            warnings.add(
                    name + " could not be fetched, its state of " + old.checked() + " is used: " + Faults.reason(e));
            return located(old);
        }
    }

    private Located located(WebCopy.State state) {
        return new Located(name, new Located.InFile(copy.body(state)), name + " " + state.digest(), state.stated());
    }
}
