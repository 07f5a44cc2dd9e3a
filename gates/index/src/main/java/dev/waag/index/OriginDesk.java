package dev.waag.index;

import dev.waag.judge.Judge;
import dev.waag.judge.Origins;
import dev.waag.python.ProjectName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where projects come from, by their attestations, and who accepted that this changed. */
public final class OriginDesk {
    private final ProjectPages pages;
    private final Attestations attestations;
    private final Judge judge;

    OriginDesk(ProjectPages pages, Attestations attestations, Judge judge) {
        this.pages = pages;
        this.attestations = attestations;
        this.judge = judge;
    }

    /** Where a project's files come from, by their attestations; empty for a project that the upstream does not have. */
    public Optional<Origins> of(ProjectName project) throws SQLException {
        return pages.current(project, false) instanceof PageOutcome.Found found
                ? Optional.of(attestations.origins(found.view().record()))
                : Optional.empty();
    }

    /** What came of accepting a change of provenance. */
    public sealed interface Acceptance {
        /** The release's files are judged anew; the entry is in the ledger. */
        record Done(Origins.Release release, long entry) implements Acceptance {}

        /** There is nothing that could be accepted. */
        record Nothing(String reason) implements Acceptance {}
    }

    /** Accepts that a release's provenance differs from that of the releases before it. */
    public Acceptance accept(ProjectName project, String version, String owner, String reason, String actor)
            throws SQLException {
        Optional<Origins> origins = of(project);
        if (origins.isEmpty()) {
            return new Acceptance.Nothing("the gate knows no project " + project);
        }
        Optional<Origins.Release> release = origins.get().history().stream()
                .filter(r -> new Release(r.version(), List.of()).is(version))
                .findFirst();
        if (release.isEmpty()) {
            return new Acceptance.Nothing("there is no release " + version + " of " + project);
        }
        if (release.get().change().isEmpty()) {
            return new Acceptance.Nothing("the provenance of " + project + " " + version + " is as it was before");
        }
        if (release.get().held().isEmpty()) {
            return new Acceptance.Nothing(
                    "its attestation could not be fetched: nobody knows yet what would be accepted");
        }
        long entry = judge.accept(project, release.get(), owner, reason, actor);
        pages.rejudge(project);
        return new Acceptance.Done(release.get(), entry);
    }
}
