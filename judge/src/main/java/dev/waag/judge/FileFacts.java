package dev.waag.judge;

import dev.waag.policy.Facts;
import dev.waag.policy.FactsBuilder;
import dev.waag.policy.Origin;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.SimpleFile;

/** What an index says about a file, as facts: the same for the gate and for whoever judges without one. */
public final class FileFacts {
    private FileFacts() {}

    /**
     * Begins the facts of a file.
     *
     * @param version as the file's name tells it
     * @param kind {@code wheel}, {@code sdist} or {@code other}
     */
    public static FactsBuilder of(
            ProjectName project, String version, String kind, SimpleFile file, ProjectStatus status) {
        return Facts.of(project.value(), version, file.filename(), kind)
                .size(file.size())
                .uploadTime(file.uploadTime())
                .yanked(file.yanked())
                .status(status.state(), status.reason())
                .hashes(file.hashes())
                .requiresPython(file.requiresPython())
                .provenance(file.provenance().orElse(""))
                .origin(file.provenance().isPresent() ? Origin.UNKNOWN : Origin.UNATTESTED);
    }
}
