package dev.waag.report;

/**
 * What a rule is, for formats that describe rules beside results.
 *
 * @param id the rule's id
 * @param severity one of {@code critical}, {@code high}, {@code medium}, {@code low}, {@code info}
 * @param protectsFrom what it protects from, one sentence
 * @param help what a reader can do about a finding of it
 */
public record RuleText(String id, String severity, String protectsFrom, String help) {}
