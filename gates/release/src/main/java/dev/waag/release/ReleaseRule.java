package dev.waag.release;

/**
 * A rule that a release must meet before it is promoted.
 *
 * @param id by which a refusal names it
 * @param require a condition in CEL over the release's facts, which must be true
 * @param help how to mend it
 */
public record ReleaseRule(String id, String require, String help) {}
