package dev.waag.fetch;

import java.time.Duration;

/**
 * How long and how large an answer may be.
 *
 * @param connect looking the host up, and then connecting to it, TLS included: each at most this long
 * @param firstByte from asking (connecting included) until all headers of the answer are here
 * @param idle without a byte of the body, while we wait for one; also the span over which the speed below is averaged
 * @param total for a whole fetch with its redirects, until the last byte was read
 * @param minBytesPerSecond of the body, averaged over {@link #idle()} of waiting: a slower sender is ended. Time in which nobody reads
 *     does not count, so a slow reader is not the sender's fault. 0 turns it off
 * @param pageBytes of a page, decoded: what callers set as {@link FetchRequest#maxBytes()} for pages
 * @param fileBytes of a file: what callers set as {@link FetchRequest#maxBytes()} for files
 * @param redirects that are followed, one after the other
 * @param headerBytes names and values of an answer's headers together. (While they are read, the JDK bounds them at 384 KiB.)
 */
public record FetchLimits(
        Duration connect,
        Duration firstByte,
        Duration idle,
        Duration total,
        long minBytesPerSecond,
        long pageBytes,
        long fileBytes,
        int redirects,
        int headerBytes) {

    /**
     * 10 s to connect, 30 s to the headers, 30 s without a byte, 30 min in all, 1 KiB/s; 64 MiB a page, 5 GiB a file; 5 redirects;
     * 64 KiB of headers.
     */
    public static final FetchLimits DEFAULT = new FetchLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(30),
            1024,
            64L << 20,
            5L << 30,
            5,
            64 << 10);

    public FetchLimits {
        if (!connect.isPositive() || !firstByte.isPositive() || !idle.isPositive() || !total.isPositive()) {
            throw new IllegalArgumentException("time limits are positive");
        }
        if (minBytesPerSecond < 0 || pageBytes < 0 || fileBytes < 0 || redirects < 0 || headerBytes <= 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }

    /** The same with other time limits. */
    public FetchLimits withTimes(Duration connect, Duration firstByte, Duration idle, Duration total) {
        return new FetchLimits(
                connect, firstByte, idle, total, minBytesPerSecond, pageBytes, fileBytes, redirects, headerBytes);
    }

    /** The same with other sizes. */
    public FetchLimits withSizes(long pageBytes, long fileBytes) {
        return new FetchLimits(
                connect, firstByte, idle, total, minBytesPerSecond, pageBytes, fileBytes, redirects, headerBytes);
    }

    /** The same with another slowest speed. */
    public FetchLimits withMinBytesPerSecond(long minBytesPerSecond) {
        return new FetchLimits(
                connect, firstByte, idle, total, minBytesPerSecond, pageBytes, fileBytes, redirects, headerBytes);
    }
}
