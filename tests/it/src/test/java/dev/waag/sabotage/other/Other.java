package dev.waag.sabotage.other;

import dev.waag.sabotage.one.One;
import java.util.Optional;

/** The other half of a cycle. */
public record Other(Optional<One> one) {
    public static Other of(One one) {
        return new Other(Optional.of(one));
    }
}
