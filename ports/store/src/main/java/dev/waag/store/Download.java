package dev.waag.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file that somebody was given: what its entry in the ledger says but for the time.
 *
 * @param decision the number of the decision by which it was given
 * @param range the part of the file, as the request named it; empty for the whole
 * @param receipt the receipt under which it was
 */
public record Download(
        String project,
        String version,
        String filename,
        String sha256,
        long decision,
        Optional<String> range,
        String actor,
        Optional<String> receipt) {
    /** Once. */
    public record Given(Download what, Instant at) {}

    LedgerEntry entry(Instant at) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project);
        fields.put("version", version);
        fields.put("filename", filename);
        fields.put("sha256", sha256);
        fields.put("decision", Long.toString(decision));
        range.ifPresent(r -> fields.put("range", r));
        receipt.ifPresent(r -> fields.put("receipt", r));
        return new LedgerEntry("download", at, actor, fields);
    }
}
