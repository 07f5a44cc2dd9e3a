package dev.waag.server;

import dev.waag.advisory.SourceInfo;
import dev.waag.core.Durations;
import dev.waag.core.UserException;
import dev.waag.feeds.Advisories;
import dev.waag.feeds.AdvisorySources;
import dev.waag.feeds.FeedSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.judge.Judge;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The advisories that the configuration names: at start the last set that was in force, where it is still there, then brought up to date in
 * the background and put in force. What cannot be fetched or read leaves those in force that are.
 */
final class AdvisoryFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdvisoryFeed.class);
    /** While there are none at all, the sources are tried this often. */
    private static final Duration FIRST = Duration.ofSeconds(30);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ServerConfig.Advisories config;
    private final AdvisorySources sources;
    private final Judge judge;
    private final InstantSource clock;
    private volatile Runnable changed = () -> {};
    private volatile Optional<Advisories> current = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private List<String> warned = List.of();
    private Instant warnedOfOld = Instant.EPOCH;
    private Optional<Thread> thread = Optional.empty();
    private Optional<Fetcher> fetcher = Optional.empty();

    /** @param cache the folder for indexes and downloads */
    AdvisoryFeed(
            ServerConfig.Advisories config,
            Path cache,
            Function<FeedSettings, Fetcher> outbound,
            Judge judge,
            InstantSource clock) {
        this.config = config;
        this.judge = judge;
        this.clock = clock;
        FeedSettings settings =
                new FeedSettings(config.sources(), config.kev(), config.epss(), cache, config.refresh(), false);
        this.sources = new AdvisorySources(settings, () -> fetcher(outbound, settings), clock);
    }

    private synchronized Fetcher fetcher(Function<FeedSettings, Fetcher> outbound, FeedSettings settings) {
        Fetcher opened = fetcher.orElseGet(() -> outbound.apply(settings));
        fetcher = Optional.of(opened);
        return opened;
    }

    /** Has that run whenever another set is in force. */
    AdvisoryFeed whenChanged(Runnable then) {
        changed = then;
        return this;
    }

    /** Puts in force what is here already, which takes no longer than to map a file, and begins to bring it up to date. */
    AdvisoryFeed start() throws SQLException {
        if (config.sources().isEmpty()) {
            judge.useNoAdvisories();
            return this;
        }
        Optional<Advisories> last = judge.lastAdvisories().flatMap(sources::kept);
        if (last.isPresent()) {
            use(last.get());
        } else {
            judge.awaitAdvisories();
            LOG.info("the advisories are fetched and read now; until they are there, files are judged without them");
        }
        thread = Optional.of(Thread.ofPlatform().daemon(true).name("advisories").start(this::loop));
        return this;
    }

    private void loop() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                refresh();
                boolean none = current.isEmpty() && config.refresh().compareTo(FIRST) > 0;
                Thread.sleep(none ? FIRST : config.refresh());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Brings them up to date. */
    void refresh() {
        try {
            Advisories next = sources.open();
            if (current.isEmpty() || !current.get().id().equals(next.id())) {
                use(next);
            }
            trouble = next.warnings().isEmpty()
                    ? Optional.empty()
                    : Optional.of(next.warnings().getFirst());
            if (!next.warnings().equals(warned)) {
                warned = next.warnings();
                warned.forEach(w -> LOG.warn("advisories: {}", w));
            }
            warnOfOld(clock.instant());
        } catch (UserException e) {
            failed(String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            failed("the advisories could not be entered in the ledger and are not in force yet", e);
        } catch (RuntimeException e) {
            failed("the advisories could not be brought up to date: " + e, e);
        }
    }

    /** At most hourly, however often they are refreshed. */
    private void warnOfOld(Instant now) {
        if (now.isBefore(warnedOfOld.plus(Duration.ofHours(1)))) {
            return;
        }
        for (SourceInfo s : stale(now)) {
            LOG.warn(
                    "advisories: {} is {} old, more than advisories.max-age allows",
                    s.name(),
                    Durations.words(age(s, now)));
            warnedOfOld = now;
        }
    }

    private void failed(String what, Exception cause) {
        if (Thread.currentThread().isInterrupted()) {
            return; // the server is closing
        }
        trouble = Optional.of(what);
        String now = current.isPresent() ? "those in force stay" : "there are none, and files are judged without them";
        if (cause instanceof UserException) {
            LOG.warn("advisories: {}: {}", now, what);
        } else {
            LOG.error("advisories: {}: {}", now, what, cause);
        }
    }

    private void use(Advisories next) throws SQLException {
        judge.use(next.index(), next.id());
        current = Optional.of(next);
        changed.run();
        for (SourceInfo source : next.index().sources()) {
            LOG.info(
                    "advisories: {} records from {}, as of {}",
                    source.records(),
                    source.name(),
                    source.asOf().map(Instant::toString).orElse("unknown"));
        }
    }

    /** Whether any are wanted. */
    boolean configured() {
        return !config.sources().isEmpty();
    }

    /** The set in force; empty where there is none, or none yet. */
    Optional<Advisories> current() {
        return current;
    }

    /** Why the last attempt to bring them up to date failed, or what it had to leave out; empty where it did not. */
    Optional<String> trouble() {
        return trouble;
    }

    /** The sources that are older than they may be, or say nothing of their age. */
    List<SourceInfo> stale(Instant now) {
        return current.map(a -> a.index().sources().stream()
                        .filter(s -> age(s, now).compareTo(config.maxAge()) > 0)
                        .toList())
                .orElse(List.of());
    }

    static Duration age(SourceInfo source, Instant now) {
        return Duration.between(source.asOf().orElse(Instant.EPOCH), now);
    }

    @Override
    public void close() throws InterruptedException {
        if (thread.isPresent()) {
            thread.get().interrupt();
            thread.get().join(CLOSING);
        }
        synchronized (this) {
            fetcher.ifPresent(Fetcher::close);
        }
    }
}
