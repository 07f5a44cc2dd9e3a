package dev.waag.index;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How each upstream answers, so that a dead one is not waited for at every request and can be shown. */
public final class UpstreamHealth {
    /** After a failure an upstream is asked no more for this long about pages that we can serve without it. */
    static final Duration BACKOFF = Duration.ofSeconds(5);

    /** @param failingSince when it first failed since it last answered; empty while it answers */
    public record State(
            String upstream,
            Optional<Instant> lastAnswer,
            Optional<Instant> failingSince,
            Optional<Instant> lastFailure,
            String reason) {}

    private final Map<String, State> states = new ConcurrentHashMap<>();

    void answered(Upstream upstream, Instant now) {
        states.put(upstream.id(), new State(upstream.id(), Optional.of(now), Optional.empty(), Optional.empty(), ""));
    }

    void failed(Upstream upstream, Instant now, String reason) {
        states.compute(
                upstream.id(),
                (id, old) -> new State(
                        id,
                        old == null ? Optional.empty() : old.lastAnswer(),
                        old == null || old.failingSince().isEmpty() ? Optional.of(now) : old.failingSince(),
                        Optional.of(now),
                        reason));
    }

    /** Whether it failed so lately that asking again would only cost time. */
    boolean resting(Upstream upstream, Instant now) {
        State state = states.get(upstream.id());
        return state != null
                && state.lastFailure().map(t -> now.isBefore(t.plus(BACKOFF))).orElse(false);
    }

    public Map<String, State> states() {
        return Map.copyOf(states);
    }
}
