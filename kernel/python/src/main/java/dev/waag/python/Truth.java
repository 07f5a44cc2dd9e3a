package dev.waag.python;

import java.util.Optional;

/** What is known of a statement: Kleene's logic, in which what depends on the unknown is unknown. */
enum Truth {
    NO,
    MAYBE,
    YES;

    static Truth of(boolean value) {
        return value ? YES : NO;
    }

    Truth and(Truth other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Truth or(Truth other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Optional<Boolean> known() {
        return this == MAYBE ? Optional.empty() : Optional.of(this == YES);
    }
}
