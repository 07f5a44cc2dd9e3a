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

    /** What it was for and whose it is: {@code unhashed of acme 1.0 by ann, until 2026-12-31: being replaced}. */
    String words(Instant at) {
        StringBuilder text = new StringBuilder(rule);
        if (!project.isEmpty()) {
            text.append(" of ").append(project);
        }
        if (!version.isEmpty()) {
            text.append(' ').append(version);
        }
        if (!advisory.isEmpty()) {
            text.append(", ").append(advisory);
        }
        if (project.isEmpty() && advisory.isEmpty()) {
            text.append(" (").append(id).append(')');
        }
        text.append(" by ")
                .append(owner)
                .append(expired(at) ? ", expired after " : ", until ")
                .append(expires);
        return text.append(": ").append(reason).toString();
    }
}
