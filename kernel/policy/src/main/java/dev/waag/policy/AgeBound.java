package dev.waag.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that an age is compared with, itself free of ages: {@code cooldown_hours} in {@code age_hours < cooldown_hours}.
 *
 * @param hours gives a number
 * @param inclusive whether the comparison changes when the age equals the bound ({@code <}, {@code >=}), or when it exceeds it
 */
record AgeBound(CelRuntime.Program hours, boolean inclusive) {
    /** When a file of that upload time passes the bound, where that is ahead. An unknown or failing bound is so at any time. */
    Optional<Instant> firstPass(Scope scope, Instant uploaded) {
        try {
            if (!(hours.eval(scope) instanceof Number bound)) {
                return Optional.empty();
            }
            double limit = bound.doubleValue();
            return Ages.firstPass(uploaded, scope.now(), inclusive ? age -> age >= limit : age -> age > limit);
        } catch (CelEvaluationException e) {
            return Optional.empty();
        }
    }
}
