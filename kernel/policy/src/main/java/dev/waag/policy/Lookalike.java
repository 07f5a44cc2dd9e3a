package dev.waag.policy;

/**
 * A name that could be mistaken for a better known one.
 *
 * @param popular the known project's normalized name, such as {@code requests}
 * @param how what sets the names apart, such as "one letter swapped"
 */
public record Lookalike(String popular, String how) {}
