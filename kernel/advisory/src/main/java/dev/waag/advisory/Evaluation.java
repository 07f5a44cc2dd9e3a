package dev.waag.advisory;

import dev.waag.advisory.OsvRecord.Affected;
import dev.waag.advisory.OsvRecord.Event;
import dev.waag.advisory.OsvRecord.Range;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The evaluation algorithm of the OSV schema ("Evaluation"), on positions of a {@link VersionTable}: versions order as PEP 440 has it,
 * {@code introduced: "0"} is before them all, and an event at what is no version is passed over.
 */
final class Evaluation {
    /** More than any real range has: the evaluation takes the square of their number. */
    static final int MAX_EVENTS = 4_000;

    private final VersionTable table;

    Evaluation(VersionTable table) {
        this.table = table;
    }

    /** An event at its position; -1 for {@code introduced: "0"}. */
    private record At(Event.Kind kind, int position) {}

    /** The affected positions: those of the versions listed, and those within one of the ranges. */
    BitSet affected(Affected entry) {
        BitSet positions = new BitSet(table.end());
        for (String version : entry.versions()) {
            table.position(version).ifPresent(positions::set);
        }
        for (Range range : entry.ranges()) {
            addRange(range, positions);
        }
        return positions;
    }

    /** The state changes at, or right after, the position of an event only: it is evaluated there, and holds until the next such place. */
    private void addRange(Range range, BitSet positions) {
        List<At> events = sorted(range);
        TreeSet<Integer> changes = new TreeSet<>(List.of(0));
        for (At event : events) {
            changes.add(Math.max(0, event.position()));
            changes.add(event.position() + 1);
        }
        for (int start : changes.headSet(table.end())) {
            Integer next = changes.higher(start);
            if (isWithin(events, start)) {
                positions.set(start, next == null ? table.end() : Math.min(next, table.end()));
            }
        }
    }

    /** In the order of their versions; those at the same version stay in the order in which they are written. */
    private List<At> sorted(Range range) {
        List<At> events = new ArrayList<>();
        for (Event event : range.events()) {
            if (event.kind() == Event.Kind.INTRODUCED && event.version().equals("0")) {
                events.add(new At(event.kind(), -1));
            } else if (event.kind() == Event.Kind.LIMIT && event.version().equals("*")) {
                events.add(new At(event.kind(), Integer.MAX_VALUE - 1));
            } else {
                table.position(event.version()).ifPresent(p -> events.add(new At(event.kind(), p)));
            }
        }
        events.sort(Comparator.comparingInt(At::position));
        return events;
    }

    /** IncludedInRanges of the schema, for one range. */
    private static boolean isWithin(List<At> events, int position) {
        if (!isBeforeLimits(events, position)) {
            return false;
        }
        boolean vulnerable = false;
        for (At event : events) {
            vulnerable = switch (event.kind()) {
                case INTRODUCED -> vulnerable || position >= event.position();
                case FIXED -> vulnerable && position < event.position();
                case LAST_AFFECTED -> vulnerable && position <= event.position();
                case LIMIT -> vulnerable;
            };
        }
        return vulnerable;
    }

    /** BeforeLimits of the schema: below any of the limits; a range without one has none. */
    private static boolean isBeforeLimits(List<At> events, int position) {
        boolean limited = false;
        for (At event : events) {
            if (event.kind() == Event.Kind.LIMIT) {
                if (position < event.position()) {
                    return true;
                }
                limited = true;
            }
        }
        return !limited;
    }
}
