package dev.waag.process;

import java.time.Duration;

/**
 * A program that ended by itself, and what it took.
 *
 * @param wall from its start to its end
 * @param processes the most at a time that were seen, threads counted each
 * @param memory the most bytes in private pages at a time that were seen
 * @param resident the most bytes in memory that a single process had, shared pages included, or {@code memory} where that is more; one page where the program ended before
 *     anybody could look
 */
public record Measured(Finished finished, Duration wall, int processes, long memory, long resident) {}
