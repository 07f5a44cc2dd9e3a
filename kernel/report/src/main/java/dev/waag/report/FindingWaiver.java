package dev.waag.report;

/**
 * The waiver that a finding stands under.
 *
 * @param id names it in decisions and in the ledger
 * @param rule the rule that it waives
 * @param owner who answers for it
 * @param reason why it is right
 * @param expires its last day, {@code 2026-12-31}
 */
public record FindingWaiver(String id, String rule, String owner, String reason, String expires) {}
