package dev.waag.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last decision on a file.
 *
 * @param verdict {@code allow}, {@code hold} or {@code deny}
 * @param reasons as they are shown, strongest first
 * @param entry the number of its entry in the ledger, by which the decision is known
 * @param judgedAt when it was made
 * @param changesAt the first moment at which time alone may change it
 */
public record DecisionRecord(
        String verdict, List<ReasonRecord> reasons, long entry, Instant judgedAt, Optional<Instant> changesAt) {
    /** One reason of a decision, in the shape of the contract. */
    public record ReasonRecord(
            String rule, String action, String severity, String message, String help, Map<String, Object> facts) {}

    public DecisionRecord {
        reasons = List.copyOf(reasons);
    }

    public boolean allows() {
        return verdict.equals("allow");
    }

    public DecisionRecord at(long newEntry) {
        return new DecisionRecord(verdict, reasons, newEntry, judgedAt, changesAt);
    }

    /** The ids of its rules, in order. Most decisions have none or one: a page of new files asks thousands of times. */
    public List<String> rules() {
        if (reasons.size() < 2) {
            return reasons.isEmpty() ? List.of() : List.of(reasons.getFirst().rule());
        }
        return reasons.stream().map(ReasonRecord::rule).distinct().toList();
    }
}
