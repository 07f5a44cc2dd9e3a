package dev.waag.fetch;

import java.time.Duration;

/**
 * Ends a sender that keeps a fetch alive with a byte now and then. Counts bytes against the time that was spent waiting for them, in
 * spans; so a reader that takes its time is never the sender's fault.
 */
final class Pace {
    private final String host;
    private final Duration span;
    private final long needed;
    private long waited;
    private long received;

    Pace(String host, FetchLimits limits) {
        this.host = host;
        this.span = limits.idle();
        this.needed = (long) (limits.minBytesPerSecond() * (span.toNanos() / 1e9));
    }

    /** So many bytes came after waiting for so many nanoseconds. */
    void received(long bytes, long nanos) throws FetchException.TimedOut {
        received += bytes;
        waited += nanos;
        if (waited < span.toNanos()) {
            return;
        }
        if (received < needed) {
            throw new FetchException.TimedOut(
                    host,
                    "it sent " + received + " bytes in " + Deadline.seconds(span) + ", and ought to send " + needed,
                    "the upstream is too slow to wait for; try again later");
        }
        waited = 0;
        received = 0;
    }
}
