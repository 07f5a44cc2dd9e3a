package dev.waag.report;

import java.time.Instant;
import java.util.Optional;

/**
 * A set of advisories that was asked.
 *
 * @param source the path or URL that it came from, without secrets
 * @param records how many records of ours it holds
 * @param asOf its age: the newest change in it, where known
 */
public record AdvisorySet(String source, int records, Optional<Instant> asOf) {}
