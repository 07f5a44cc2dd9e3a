package dev.waag.report;

import java.time.Instant;

/**
 * A waiver that covered nothing in this run. What it does not name is empty.
 *
 * @param id names it in decisions and in the ledger
 * @param rule the rule that it waives
 * @param project normalized name, or empty
 * @param version the one version that it is for, or empty
 * @param advisory the one advisory that it is for, or empty
 * @param owner who answers for it
 * @param reason why it was right
 * @param expires its last day, {@code 2026-12-31}
 */
public record UnusedWaiver(
        String id,
        String rule,
        String project,
        String version,
        String advisory,
        String owner,
        String reason,
        String expires) {

    /** Whether its last day (in UTC) was before the day of that instant. */
    public boolean expired(Instant at) {
        return expires.compareTo(at.toString().substring(0, 10)) < 0;
    }
}
