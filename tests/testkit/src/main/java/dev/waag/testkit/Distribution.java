package dev.waag.testkit;

import dev.waag.core.Sha256;

/**
 * A file that a project offers.
 *
 * @param metadata its core metadata, as the file itself has it
 */
public record Distribution(String project, String version, String filename, byte[] bytes, byte[] metadata) {
    public String sha256() {
        return Sha256.of(bytes).hex();
    }
}
