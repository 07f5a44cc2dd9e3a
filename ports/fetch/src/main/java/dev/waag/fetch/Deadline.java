package dev.waag.fetch;

import java.time.Duration;

/**
 * When a whole fetch must be over.
 *
 * @param at on {@link System#nanoTime()}
 */
record Deadline(String host, Duration limit, long at) {
    static Deadline in(String host, Duration limit) {
        return new Deadline(host, limit, System.nanoTime() + limit.toNanos());
    }

    /** Nanoseconds left, at least one. */
    long left() throws FetchException.TimedOut {
        long left = at - System.nanoTime();
        if (left <= 0) {
            throw new FetchException.TimedOut(
                    host,
                    "the fetch took longer than the " + seconds(limit) + " that it may take in all",
                    "try again when the network is faster, or raise the limit");
        }
        return left;
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() / 1000.0 + " s";
    }
}
