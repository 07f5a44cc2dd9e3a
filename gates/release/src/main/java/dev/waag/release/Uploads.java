package dev.waag.release;

import dev.waag.attest.AttestationVerifier;
import dev.waag.attest.TrustedRoot;
import dev.waag.core.Sha256;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.index.IndexGate;
import dev.waag.judge.Judge;
import dev.waag.python.CoreMetadata;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import dev.waag.store.Blobs;
import dev.waag.store.Database;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.Identities;
import dev.waag.store.Inputs;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Projects;
import dev.waag.store.Provenances;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Takes files in. What is refused leaves nothing behind. */
final class Uploads {
    /** States of a project (PEP 792) in which nothing more is published. */
    private static final Set<String> CLOSED = Set.of("archived", "quarantined");

    private final ReleaseSettings settings;
    private final Supplier<TrustedRoot> roots;
    private final Database database;
    private final Ledger ledger;
    private final Blobs blobs;
    private final Judge judge;
    private final IndexGate index;
    private final InstantSource clock;

    Uploads(
            ReleaseSettings settings,
            Supplier<TrustedRoot> roots,
            Database database,
            Ledger ledger,
            Blobs blobs,
            Judge judge,
            IndexGate index,
            InstantSource clock) {
        this.settings = settings;
        this.roots = roots;
        this.database = database;
        this.ledger = ledger;
        this.blobs = blobs;
        this.judge = judge;
        this.index = index;
        this.clock = clock;
    }

    /** Whether somebody may publish that project at all, which needs no file to be known. */
    Optional<Answer.Refused> refusal(Principal who, ProjectName project) {
        if (!index.claimed(project)) {
            return Optional.of(Answer.refused(
                    403,
                    "the name " + project + " is not claimed here: only claimed names can be published",
                    "add it to a [[claim]] in waag.toml"));
        }
        if (!who.may(Permission.PUBLISH)) {
            return Optional.of(Rights.missing(who, Permission.PUBLISH));
        }
        return who.concerns(project)
                ? Optional.empty()
                : Optional.of(Answer.refused(
                        403,
                        "this token of " + who.name() + " is limited to other projects than " + project,
                        "use a token for this project"));
    }

    Answer upload(Principal who, Upload upload) throws IOException, SQLException {
        UploadForm form;
        switch (UploadForm.read(upload)) {
            case UploadForm.Wrong wrong -> {
                return wrong.refusal();
            }
            case UploadForm.Right right -> form = right.form();
        }
        Optional<Answer> early = refusal(who, form.project()).map(r -> (Answer) r);
        if (early.isEmpty()) {
            early = database.read(c -> standing(c, form, upload));
        }
        if (early.isPresent()) {
            return early.get();
        }
        Contents contents;
        try {
            contents = Contents.read(form, upload);
        } catch (PageFormatException e) {
            return Answer.refused(
                    400,
                    upload.filename() + " is not valid: " + e.getMessage(),
                    "build it again with a current backend");
        }
        Optional<String> mismatch = contents.mismatch(form, upload.field("requires_python"));
        if (mismatch.isPresent()) {
            return Answer.refused(400, mismatch.get(), "build it again; do not rename files");
        }
        Optional<String> unusable = contents.unusable();
        if (unusable.isPresent()) {
            return Answer.refused(400, unusable.get(), "mend it in the project's metadata and build again");
        }
        Optional<String> links = Optional.of(upload.field(Evidence.Kind.LINKS.field()))
                .filter(t -> !t.isEmpty())
                .flatMap(PipelineLinks::fault);
        if (links.isPresent()) {
            return Answer.refused(400, links.get(), "attach what waag run wrote into its folder of links");
        }
        return switch (attestations(who, upload)) {
            case Attestations.Wrong wrong ->
                Answer.refused(400, wrong.why(), "attest the very file that is uploaded, in the job that uploads it");
            case Attestations.Right right -> store(who, upload, form, contents, right.attestations());
        };
    }

    private Attestations.Result attestations(Principal who, Upload upload) {
        // the trusted root is read where there is something to verify by it
        return upload.field("attestations").isEmpty()
                ? new Attestations.Right(new Attestations(List.of()))
                : Attestations.read(upload, who, new AttestationVerifier(roots.get(), clock.instant()));
    }

    private Answer store(Principal who, Upload upload, UploadForm form, Contents contents, Attestations attestations)
            throws IOException, SQLException {
        blobs.keep(List.of(upload.sha256()));
        blobs.adopt(upload.file(), upload.sha256());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        HostedFile file = file(who, upload, form, contents, !attestations.none(), now);
        Answer answer = database.write(c -> {
            Optional<Answer> standing = standing(c, form, upload);
            return standing.isPresent() ? standing.get() : enter(c, file, upload, contents, attestations, who, now);
        });
        index.changed(form.project());
        return answer;
    }

    private static HostedFile file(
            Principal who, Upload upload, UploadForm form, Contents contents, boolean attested, Instant now) {
        CoreMetadata core = contents.core();
        boolean wheel = form.name() instanceof WheelName;
        Map<String, Object> claims = new LinkedHashMap<>(who.claims());
        claims.put("kind", who.kind().name().toLowerCase(Locale.ROOT));
        return new HostedFile(
                form.project(),
                upload.filename(),
                form.uniqueName(),
                form.version(),
                upload.sha256(),
                upload.md5(),
                upload.blake2b(),
                upload.size(),
                core.requiresPython(),
                wheel ? Optional.of(contents.digest()) : Optional.empty(),
                attested,
                Optional.empty(),
                who.name(),
                claims,
                now,
                Optional.empty(),
                -1);
    }

    /** What stands in the way, or makes the upload needless: looked up before the file is read, and again where it is stored. */
    private Optional<Answer> standing(Connection c, UploadForm form, Upload upload) throws SQLException {
        ProjectName project = form.project();
        ProjectStatus status = Hosted.status(c, project).orElse(ProjectStatus.ACTIVE);
        if (CLOSED.contains(status.state())) {
            return Optional.of(Answer.refused(
                    403,
                    project + " is " + status.state() + (status.reason().isEmpty() ? "" : ": " + status.reason())
                            + "; nothing more is published under it",
                    "an administrator can make it active again"));
        }
        Optional<HostedFile> there = Hosted.named(c, form.uniqueName());
        if (there.isPresent()) {
            return Optional.of(existing(there.get(), upload));
        }
        Optional<Answer> spelt = otherSpelling(c, form);
        if (spelt.isPresent()) {
            return spelt;
        }
        if (judge.grounds().recalls().covers(project, form.version())) {
            return Optional.of(Answer.refused(
                    403,
                    project + " " + form.version() + " was recalled: nobody gets it any more",
                    "publish a new version"));
        }
        return Optional.empty();
    }

    /** Installers take 1.0 and 1.0.0 for one release, so that it must not have two approvals here. */
    private static Optional<Answer> otherSpelling(Connection c, UploadForm form) throws SQLException {
        Optional<Version> version = Version.parse(form.version());
        return Hosted.files(c, form.project()).stream()
                .map(HostedFile::version)
                .filter(v -> !v.equals(form.version()) && Version.parse(v).equals(version))
                .findFirst()
                .map(v -> Answer.refused(
                        400,
                        form.project() + " " + form.version() + " is the release " + v
                                + " in another spelling, and a release has one",
                        "write the version as " + v + ", or publish a new one"));
    }

    private static Answer existing(HostedFile there, Upload upload) {
        if (there.deleted()) {
            return Answer.refused(
                    400,
                    "File already exists: " + there.filename()
                            + " was published and deleted, and the name of a deleted file is never used again",
                    "publish a new version");
        }
        boolean same =
                there.filename().equals(upload.filename()) && there.sha256().equals(upload.sha256());
        return same
                ? new Answer.Done(fields(there), false)
                : Answer.refused(
                        400,
                        "File already exists: " + there.filename()
                                + " was published with other bytes or under another spelling (sha256 "
                                + there.sha256().hex().substring(0, 16) + "...), and a published file never changes",
                        "publish a new version");
    }

    private Answer enter(
            Connection c,
            HostedFile fresh,
            Upload upload,
            Contents contents,
            Attestations attestations,
            Principal who,
            Instant now)
            throws SQLException {
        Optional<Answer> bound = bound(c, fresh, who);
        if (bound.isPresent()) {
            return bound.get();
        }
        Hosted.create(c, fresh.project(), now);
        Map<String, Object> said = fields(fresh);
        said.put("size", fresh.size());
        if (!who.claims().isEmpty()) {
            said.put("claims", who.claims());
        }
        who.tokenId().ifPresent(t -> said.put("token", t));
        HostedFile file = fresh.at(ledger.append(c, new LedgerEntry("publish", now, who.name(), said)));
        Hosted.add(c, file);
        Projects.saveMetadata(
                c,
                Hosted.UPSTREAM,
                file.project(),
                file.filename(),
                new Projects.Metadata(IndexGate.tag(file.sha256()), contents.metadata(), true));
        Inputs.add(c, file.project(), file.version(), file.filename(), Requirements.of(contents.core()));
        Hosted.addEvidence(c, file.project(), file.filename(), Contents.EVIDENCE, contents.summary(), file.entry());
        evidence(c, file, upload);
        if (!attestations.none()) {
            byte[] provenance = attestations.provenance(publisher(who));
            Provenances.save(
                    c, Hosted.UPSTREAM, file.project(), file.filename(), IndexGate.tag(file.sha256()), provenance);
        }
        Staging.stage(c, ledger, settings, List.of(file), who.name(), now);
        return new Answer.Done(fields(file), true);
    }

    /** Who published it, as the provenance object tells it. */
    private static Map<String, Object> publisher(Principal who) {
        Map<String, Object> publisher = new LinkedHashMap<>();
        publisher.put("kind", who.kind() == Principal.Kind.CI ? who.name().split(":", 2)[0] : "User");
        publisher.put("name", who.name());
        if (!who.claims().isEmpty()) {
            publisher.put("claims", who.claims());
        }
        return publisher;
    }

    private static void evidence(Connection c, HostedFile file, Upload upload) throws SQLException {
        for (Evidence.Kind kind : Evidence.Kind.values()) {
            String text = upload.document(kind.field());
            if (!text.isBlank()) {
                byte[] body = text.getBytes(StandardCharsets.UTF_8);
                Hosted.addEvidence(c, file.project(), file.filename(), kind.word(), body, file.entry());
                List<Inputs.Input> inputs =
                        kind == Evidence.Kind.SBOM ? Evidence.ofSbom(text) : Evidence.ofProvenance(text);
                Inputs.add(c, file.project(), file.version(), file.filename(), inputs);
            }
        }
    }

    /** A token that a CI job was given is good for one release. */
    private static Optional<Answer> bound(Connection c, HostedFile file, Principal who) throws SQLException {
        if (who.kind() != Principal.Kind.CI || who.tokenId().isEmpty()) {
            return Optional.empty();
        }
        String version = Identities.bind(c, who.tokenId().get(), file.project().value(), file.version());
        return version.equals(file.version())
                ? Optional.empty()
                : Optional.of(Answer.refused(
                        403,
                        "this token of " + who.name() + " was used for " + file.project() + " " + version
                                + ", and is good for one release",
                        "let the job ask for another token"));
    }

    private static Map<String, Object> fields(HostedFile file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", file.project().value());
        fields.put("version", file.version());
        fields.put("filename", file.filename());
        fields.put("sha256", file.sha256().hex());
        return fields;
    }

    /** Has what is published here never evicted. */
    static void keep(Database database, Blobs blobs) throws SQLException {
        Set<Sha256> digests = database.read(Hosted::digests);
        blobs.keep(digests);
    }
}
