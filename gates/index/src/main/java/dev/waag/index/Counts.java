package dev.waag.index;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened since the start. */
public final class Counts {
    /** What is counted. */
    public enum Event {
        /** A page was given as its upstream has it, as far as is known. */
        PAGE_FRESH,
        /** A page was given although its upstream could not be asked. */
        PAGE_STALE,
        /** An upstream was asked for a page, and it was another one than before. */
        RENEWAL_CHANGED,
        RENEWAL_UNCHANGED,
        /** The upstream knows no such project. */
        RENEWAL_ABSENT,
        RENEWAL_FAILED,
        /** A file was given from the cache. */
        FILE_WARM,
        /** A file was given while it came from its upstream. */
        FILE_COLD,
        /** A file was asked for that policy does not allow. */
        FILE_REFUSED,
        FILE_ABSENT,
        FILE_UNAVAILABLE,
        /** An upstream did not give a file, or gave another one than it promised. */
        DOWNLOAD_FAILED
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

    Counts() {
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    void add(Event event) {
        adder(event).increment();
    }

    public long of(Event event) {
        return adder(event).sum();
    }

    private LongAdder adder(Event event) {
        LongAdder adder = counts.get(event);
        if (adder == null) {
            throw new IllegalStateException("every event has its count");
        }
        return adder;
    }
}
