package dev.waag.advisory;

import dev.waag.python.ProjectName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an OSV record says of Python's packages (OSV schema 1.7, "Individual fields"): its entries for other ecosystems are left out.
 *
 * @param modified when its source last changed it; empty where the record does not say so readably
 * @param withdrawn since when it does not count any more
 * @param aliases other ids of the same vulnerability
 * @param related ids of other vulnerabilities that have to do with it; never merged
 * @param summary one line; the first line of the details where the record has no summary
 * @param vectors severity vectors for all of its packages
 * @param word the severity that the source gives in its own word ({@code database_specific.severity})
 */
public record OsvRecord(
        String id,
        Optional<Instant> modified,
        Optional<Instant> published,
        Optional<Instant> withdrawn,
        List<String> aliases,
        List<String> related,
        String summary,
        List<String> vectors,
        Optional<Severity> word,
        List<Affected> affected) {

    public OsvRecord {
        aliases = List.copyOf(aliases);
        related = List.copyOf(related);
        vectors = List.copyOf(vectors);
        affected = List.copyOf(affected);
    }

    /**
     * One entry of {@code affected}.
     *
     * @param versions affected ones, as they are spelled
     * @param vectors severity vectors for this package
     * @param word as in the record
     */
    public record Affected(
            ProjectName project,
            List<Range> ranges,
            List<String> versions,
            List<String> vectors,
            Optional<Severity> word) {
        public Affected {
            ranges = List.copyOf(ranges);
            versions = List.copyOf(versions);
            vectors = List.copyOf(vectors);
        }
    }

    /** A range of type ECOSYSTEM or SEMVER. Ranges of Git commits say nothing about versions and are left out. */
    public record Range(List<Event> events) {
        public Range {
            events = List.copyOf(events);
        }
    }

    /** What happens at a version, as it is spelled. */
    public record Event(Kind kind, String version) {
        /** Kinds of events (OSV schema, "affected[].ranges[].events fields"). */
        public enum Kind {
            INTRODUCED("introduced"),
            FIXED("fixed"),
            LAST_AFFECTED("last_affected"),
            LIMIT("limit");

            private final String key;

            Kind(String key) {
                this.key = key;
            }

            String key() {
                return key;
            }
        }
    }
}
