package dev.waag.identity;

/**
 * Who did something, as it is kept beside what was done.
 *
 * @param name the principal's name
 * @param tokenId which token it was; empty where none was
 */
public record Doer(String name, Principal.Kind kind, String tokenId) {}
