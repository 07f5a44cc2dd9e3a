package dev.waag.release;

/**
 * A document that came with a file, byte for byte.
 *
 * @param name what a file of it is called, beside the distribution
 */
public record EvidenceDocument(String name, String mediaType, byte[] body) {}
