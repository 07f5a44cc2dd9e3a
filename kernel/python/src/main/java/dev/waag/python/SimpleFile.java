package dev.waag.python;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One file of a project page, in the terms of the Simple repository API, "Project Detail".
 *
 * @param filename without slashes and control characters
 * @param url absolute, http or https, without fragment
 * @param hashes hexadecimal digests by algorithm, both lower case; empty where the index gave none that is usable
 * @param size in bytes, not negative
 * @param uploadTime to the microsecond
 * @param requiresPython the specifier as the index gives it; {@code ""} where it gives none
 * @param yanked present for a yanked file, with the reason or {@code ""}
 * @param hasMetadata whether the index serves the wheel's METADATA at {@code url + ".metadata"}
 * @param metadataSha256 of that METADATA, lower case; only where hasMetadata
 * @param provenance the absolute URL of the file's provenance (PEP 740)
 */
public record SimpleFile(
        String filename,
        String url,
        Map<String, String> hashes,
        OptionalLong size,
        Optional<Instant> uploadTime,
        String requiresPython,
        Optional<String> yanked,
        boolean hasMetadata,
        Optional<String> metadataSha256,
        Optional<String> provenance) {

    /** Refuses an unsafe file name and a negative size; makes the free texts fit for JSON and HTML (no control characters). */
    public SimpleFile {
        if (!FileNames.isSafe(filename)) {
            throw new IllegalArgumentException("not a usable file name: " + filename);
        }
        if (size.isPresent() && size.getAsLong() < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + filename);
        }
        hashes = hashes.size() <= 1 ? Map.copyOf(hashes) : Collections.unmodifiableMap(new TreeMap<>(hashes));
        uploadTime = uploadTime.map(t -> t.truncatedTo(ChronoUnit.MICROS));
        requiresPython = Texts.clean(requiresPython);
        yanked = yanked.map(Texts::clean);
        hasMetadata = hasMetadata || metadataSha256.isPresent();
    }
}
