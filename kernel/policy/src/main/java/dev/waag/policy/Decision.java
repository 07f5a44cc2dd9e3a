package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a policy says about one file at one instant.
 *
 * @param verdict the strongest action among the reasons
 * @param reasons strongest first, then by severity, then by rule id; warnings and waived refusals included
 * @param changesAt the first instant at which this decision may become another by time alone: a cooldown that ends, a waiver that expires,
 *     an age in a rule. Until then the same policy and facts give an equal decision, text included; empty where time changes nothing
 */
public record Decision(Verdict verdict, List<Reason> reasons, Optional<Instant> changesAt) {
    public Decision {
        reasons = List.copyOf(reasons);
    }

    /** The reason that refuses the file, when it is refused. */
    public Optional<Reason> leading() {
        return reasons.stream().findFirst().filter(r -> r.action().refuses());
    }
}
