package dev.waag.index;

import java.time.Instant;

/** A gate that asks the machine for the time. */
public final class SabotageReadsTheTime {
    public Instant now() {
        return Instant.now();
    }
}
