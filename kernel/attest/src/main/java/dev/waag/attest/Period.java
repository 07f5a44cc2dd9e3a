package dev.waag.attest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** When a trusted key or certificate may be used: a closed interval, open to the future where it has no end (protobuf-specs, TimeRange). */
record Period(Instant start, Optional<Instant> end) {
    boolean contains(Instant at) {
        return !at.isBefore(start) && end.map(e -> !at.isAfter(e)).orElse(true);
    }

    /** The start is required: a root without it would trust a key for all of the past. */
    static Period parse(JsonNode json, String what) throws EvidenceException {
        Optional<String> start = EvidenceJson.optionalString(json, "start", what);
        if (start.isEmpty()) {
            throw new EvidenceException(what + " has no start of its validity");
        }
        Optional<String> end = EvidenceJson.optionalString(json, "end", what);
        try {
            return new Period(Instant.parse(start.get()), end.map(Instant::parse));
        } catch (DateTimeParseException e) {
            throw new EvidenceException(what + " has a validity that is not a time");
        }
    }
}
