package dev.waag.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who tries credentials: after a few wrong ones in a minute from one source, or of one token, each further one is answered later
 * than the one before. What is remembered is bounded; the sources that have been quiet longest are forgotten first.
 */
public final class Guesses {
    /** Wrong credentials that anybody may have, in a minute, for a mistake is no attack. */
    static final int FREE = 10;

    static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(125);
    private static final Duration FORGIVEN = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private record Count(int wrong, Instant last) {}

    private final InstantSource clock;

    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Guesses(InstantSource clock) {
        this.clock = clock;
    }

    /** How long to wait before a wrong credential is answered. */
    public Duration wrong(InetAddress source, String tokenId) {
        Duration bySource = count("from " + network(source));
        return tokenId.isEmpty() ? bySource : max(bySource, count("of " + tokenId));
    }

    private synchronized Duration count(String key) {
        Instant now = clock.instant();
        Count old = counts.get(key);
        int wrong = old == null || Duration.between(old.last(), now).compareTo(FORGIVEN) > 0 ? 1 : old.wrong() + 1;
        counts.put(key, new Count(Math.min(wrong, 1000), now));
        if (wrong <= FREE) {
            return Duration.ZERO;
        }
        Duration delay = STEP.multipliedBy(1L << Math.min(wrong - FREE - 1, 10));
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }

    synchronized int remembered() {
        return counts.size();
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** Whoever has one address of IPv6 has 2^64 of them. */
    static String network(InetAddress source) {
        byte[] address = source.getAddress();
        return HexFormat.of().formatHex(source instanceof Inet6Address ? Arrays.copyOf(address, 8) : address);
    }
}
