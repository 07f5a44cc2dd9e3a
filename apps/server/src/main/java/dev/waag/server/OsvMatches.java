package dev.waag.server;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.Assessment;
import dev.waag.advisory.Vulnerability;
import dev.waag.core.Json;
import dev.waag.python.ProjectName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The records that a query is about and that were not withdrawn, by id, and when each was changed last. */
final class OsvMatches {
    private OsvMatches() {}

    static Map<String, Instant> of(AdvisoryIndex index, OsvQuery query) {
        Map<String, Instant> found = new TreeMap<>();
        if (query instanceof OsvQuery.Of(ProjectName project, Optional<String> version)) {
            if (version.isPresent()) {
                affecting(index, project, version.get(), found);
            } else {
                index.recordsOf(project).forEach(id -> found.put(id, modified(index, id)));
            }
        }
        return found;
    }

    private static void affecting(
            AdvisoryIndex index, ProjectName project, String version, Map<String, Instant> found) {
        for (Vulnerability v : index.affecting(project, version)) {
            for (Assessment a : v.assessments()) {
                if (a.standing() == Assessment.Standing.AFFECTED) {
                    found.merge(a.id(), a.modified().orElse(Instant.EPOCH), (m, n) -> m.isAfter(n) ? m : n);
                }
            }
        }
    }

    private static Instant modified(AdvisoryIndex index, String id) {
        return index.record(id)
                .map(Json.MAPPER::readTree)
                .flatMap(r -> instant(r.path("modified").asString("")))
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
