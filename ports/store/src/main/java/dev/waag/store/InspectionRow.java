package dev.waag.store;

import java.time.Instant;

/**
 * What inspecting a file told, as it is kept.
 *
 * @param sha256 of its bytes, in hex
 * @param filename under which they came: it takes part in what is found
 * @param project normalized name
 * @param version by the file name
 * @param revision of the inspection that told it
 * @param facts for the policy, as JSON
 * @param body findings and profile, as JSON
 */
public record InspectionRow(
        String sha256,
        String filename,
        String project,
        String version,
        int revision,
        Instant inspectedAt,
        byte[] facts,
        byte[] body) {}
