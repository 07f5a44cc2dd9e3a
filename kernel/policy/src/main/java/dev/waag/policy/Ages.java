package dev.waag.policy;

import java.time.Instant;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * Ages of files, and the instants at which they pass a bound. An age is counted in nanoseconds, at most 292 years either way, and becomes
 * hours by one division; both steps keep the order of instants, so a bound is passed once and for good.
 */
final class Ages {
    private static final double NANOS_AN_HOUR = 3.6e12;

    private Ages() {}

    static long nanos(Instant from, Instant to) {
        long seconds = to.getEpochSecond() - from.getEpochSecond();
        if (Math.abs(seconds) > Long.MAX_VALUE / 1_000_000_000 - 1) {
            return seconds > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
        }
        return seconds * 1_000_000_000 + (to.getNano() - from.getNano());
    }

    static double hours(long nanos) {
        return nanos / NANOS_AN_HOUR;
    }

    /** The first instant after now at which the age passes a bound that it has not passed yet; {@code passed} is monotone in hours. */
    static Optional<Instant> firstPass(Instant uploaded, Instant now, DoublePredicate passed) {
        long low = nanos(uploaded, now);
        long high = Long.MAX_VALUE;
        if (passed.test(hours(low)) || !passed.test(hours(high))) {
            return Optional.empty();
        }
        while (high - low > 1 || high - low < 0) {
            long middle = (low & high) + ((low ^ high) >> 1);
            if (passed.test(hours(middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Optional.of(uploaded.plusNanos(high));
    }
}
