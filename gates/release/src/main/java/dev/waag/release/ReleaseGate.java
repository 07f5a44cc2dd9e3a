package dev.waag.release;

import dev.waag.attest.TrustedRoot;
import dev.waag.core.Sha256;
import dev.waag.identity.Principal;
import dev.waag.index.IndexGate;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.store.Blobs;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The release gate. Whatever it answers {@link Answer.Done} to is durable, with its entry in the ledger. */
public final class ReleaseGate implements AutoCloseable {
    private final ReleaseSettings settings;
    private final Database database;
    private final Uploads uploads;
    private final Moves moves;
    private final Overview overview;
    private final Recalling recalling;
    private final Stewardship stewardship;

    /** @param roots the Sigstore root by which the attestations of uploads are verified; asked for with the first of them */
    public ReleaseGate(
            ReleaseSettings settings,
            TrustedEvidence trust,
            Supplier<TrustedRoot> roots,
            Database database,
            Ledger ledger,
            Blobs blobs,
            Judge judge,
            IndexGate index,
            InstantSource clock)
            throws SQLException {
        this.settings = settings;
        this.database = database;
        this.uploads = new Uploads(settings, roots, database, ledger, blobs, judge, index, clock);
        Readiness readiness = new Readiness(settings, trust, judge);
        this.moves = new Moves(settings, readiness, database, ledger, judge, index, clock);
        this.overview = new Overview(settings, readiness, judge, clock);
        this.recalling = new Recalling(settings, database, ledger, judge, index, clock);
        this.stewardship = new Stewardship(settings, database, ledger, index, clock);
        Uploads.keep(database, blobs);
    }

    /** In the order of promotion. */
    public List<String> channels() {
        return settings.channels();
    }

    /** The largest file that is taken, in bytes. */
    public long fileBytes() {
        return settings.fileBytes();
    }

    /** Takes a file in, and stages it. */
    public Answer upload(Principal who, Upload upload) throws IOException, SQLException {
        return uploads.upload(who, upload);
    }

    /**
     * Takes signed links of pipeline stages for the files that a release has now.
     *
     * @param links DSSE envelopes, one a line
     */
    public Answer attach(Principal who, ProjectName project, Optional<String> version, String links)
            throws SQLException {
        return moves.attach(who, project, version, links);
    }

    /** @param version normalized; the release that was staged last where none is named */
    public Answer stage(Principal who, ProjectName project, Optional<String> version) throws SQLException {
        return moves.stage(who, project, version);
    }

    /** Approves the files that the release has now. */
    public Answer approve(Principal who, ProjectName project, Optional<String> version) throws SQLException {
        return moves.approve(who, project, version);
    }

    /** @param channel the next one where none is named */
    public Answer promote(Principal who, ProjectName project, Optional<String> version, Optional<String> channel)
            throws SQLException {
        return moves.promote(who, project, version, channel);
    }

    /**
     * Takes a channel back to the last release that was good and is not recalled.
     *
     * @param version the release to go back to, where that is to be another good one
     * @param channel the last where none is named
     */
    public Answer rollback(
            Principal who, ProjectName project, Optional<String> version, Optional<String> channel, String reason)
            throws SQLException {
        return moves.rollback(who, project, version, channel, reason);
    }

    /** Where the project's releases are, and how they came there. */
    public Answer status(ProjectName project, Optional<String> version) throws SQLException {
        return database.read(c -> overview.of(c, project, version));
    }

    /** The evidence that came with a release's files. */
    public Answer evidence(ProjectName project, String version) throws SQLException {
        return database.read(c -> Shelf.list(c, project, version));
    }

    /**
     * One document of it.
     *
     * @param sha256 of the document
     */
    public Optional<EvidenceDocument> evidence(ProjectName project, String version, String filename, Sha256 sha256)
            throws SQLException {
        return database.read(c -> Shelf.document(c, project, version, filename, sha256));
    }

    /**
     * Finds everybody who got a release or what an advisory affects, and blocks it.
     *
     * @param target {@code NAME==VERSION}, or an advisory's id
     * @param dryRun only look
     */
    public Answer recall(Principal who, String target, String reason, boolean dryRun) throws SQLException {
        return recalling.recall(who, target, reason, dryRun);
    }

    /** Yanks a release (PEP 592), or takes the yank back where there is no reason at all. */
    public Answer yank(Principal who, ProjectName project, String version, Optional<String> reason)
            throws SQLException {
        return stewardship.yank(who, project, version, reason);
    }

    /** Says what a project is from now on (PEP 792). */
    public Answer mark(Principal who, ProjectName project, String status, String reason) throws SQLException {
        return stewardship.mark(who, project, status, reason);
    }

    /** Deletes a release's files; their names are never used again. */
    public Answer delete(Principal who, ProjectName project, String version, String reason) throws SQLException {
        return stewardship.delete(who, project, version, reason);
    }

    @Override
    public void close() {
        recalling.close();
    }
}
