package dev.waag.store;

import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import java.time.Instant;
import java.util.List;

/**
 * What is remembered of a project of an upstream.
 *
 * @param etag the validator that came with the page, or empty; so {@code lastModified}
 * @param fetchedAt when the upstream last confirmed the page
 * @param freshUntil until when the page may be served without asking again
 * @param hasTimes whether the page gives upload times at all
 * @param basis what the decisions on its files rest on: a text that is the same while that is
 */
public record ProjectRecord(
        String upstream,
        ProjectName name,
        ProjectStatus status,
        String etag,
        String lastModified,
        Instant fetchedAt,
        Instant freshUntil,
        boolean hasTimes,
        String basis,
        List<FileRecord> files) {
    public ProjectRecord {
        files = List.copyOf(files);
    }

    /** The same, confirmed by its upstream just now. */
    public ProjectRecord confirmed(Instant at, Instant until) {
        return new ProjectRecord(upstream, name, status, etag, lastModified, at, until, hasTimes, basis, files);
    }

    /** The same with other files, judged on that basis. */
    public ProjectRecord judged(String on, List<FileRecord> as) {
        return new ProjectRecord(upstream, name, status, etag, lastModified, fetchedAt, freshUntil, hasTimes, on, as);
    }
}
