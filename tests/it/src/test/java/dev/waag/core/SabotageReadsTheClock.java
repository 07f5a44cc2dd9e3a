package dev.waag.core;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Kernel classes that ask for the time. */
public final class SabotageReadsTheClock {
    private SabotageReadsTheClock() {}

    public static final class Now {
        public Instant now() {
            return Instant.now();
        }
    }

    public static final class Millis {
        public long now() {
            return System.currentTimeMillis();
        }
    }

    public static final class Nanos {
        public long now() {
            return System.nanoTime();
        }
    }

    public static final class Today {
        public LocalDate now() {
            return LocalDate.now(ZoneOffset.UTC);
        }
    }

    public static final class SystemClock {
        public Clock clock() {
            return Clock.systemUTC();
        }
    }

    public static final class SystemSource {
        public InstantSource clock() {
            return InstantSource.system();
        }
    }
}
