package dev.waag.build;

import java.time.Duration;

/**
 * What a build may take. Whoever meets one of these ends with its name.
 *
 * @param time from the first hook to the last, wall clock
 * @param memory bytes in private pages of all its processes together
 * @param processes at a time, threads counted each
 * @param disk bytes that it may write, everything together
 */
public record BuildLimits(Duration time, long memory, int processes, long disk) {
    /** What a build prints, and what it makes, may each be this long. */
    static final int OUTPUT = 512 << 20;

    public static final BuildLimits DEFAULT = new BuildLimits(Duration.ofMinutes(30), 4L << 30, 512, 2L << 30);

    public BuildLimits {
        if (!time.isPositive() || memory < 1 || processes < 1 || disk < 1) {
            throw new IllegalArgumentException("limits are above nothing");
        }
    }
}
