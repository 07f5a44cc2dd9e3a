package dev.waag.policy;

/**
 * The text of a policy.
 *
 * @param name the file's name for messages
 * @param text TOML 1.0
 */
public record PolicySource(String name, String text) {}
