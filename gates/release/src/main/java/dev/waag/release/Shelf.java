package dev.waag.release;

import dev.waag.core.Sha256;
import dev.waag.index.IndexGate;
import dev.waag.python.ProjectName;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.Provenances;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The evidence that came with a release's files, to be read again byte for byte. */
final class Shelf {
    /** The attestations of an upload, as the provenance object that the index serves (PEP 740). */
    static final String ATTESTATIONS = "attestations";

    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    /** One document beside a file. */
    private record Document(HostedFile file, Hosted.Evidence evidence) {
        String name() {
            return file.filename() + suffix(evidence.kind());
        }

        Map<String, Object> row() {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", evidence.kind());
            row.put("name", name());
            row.put("sha256", Sha256.of(evidence.body()).hex());
            row.put("size", evidence.body().length);
            row.put("media_type", mediaType(evidence.kind()));
            row.put("ledger_index", evidence.entry());
            return row;
        }
    }

    private Shelf() {}

    /** What there is, for each of the release's files. */
    static Answer list(Connection c, ProjectName project, String version) throws SQLException {
        List<HostedFile> files = Hosted.files(c, project, version);
        if (files.isEmpty()) {
            return Moves.absent(project, Optional.of(version));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (HostedFile file : files) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("filename", file.filename());
            row.put("sha256", file.sha256().hex());
            row.put("evidence", of(c, file).stream().map(Document::row).toList());
            rows.add(row);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("project", project.value());
        all.put("version", version);
        all.put("files", rows);
        return new Answer.Done(all, false);
    }

    /** One document of them; empty where there is no such one. */
    static Optional<EvidenceDocument> document(
            Connection c, ProjectName project, String version, String filename, Sha256 sha256) throws SQLException {
        for (HostedFile file : Hosted.files(c, project, version)) {
            for (Document d : file.filename().equals(filename) ? of(c, file) : List.<Document>of()) {
                if (Sha256.of(d.evidence().body()).equals(sha256)) {
                    return Optional.of(new EvidenceDocument(
                            d.name(),
                            mediaType(d.evidence().kind()),
                            d.evidence().body()));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Document> of(Connection c, HostedFile file) throws SQLException {
        List<Document> all = new ArrayList<>();
        Provenances.find(c, Hosted.UPSTREAM, file.project(), file.filename(), IndexGate.tag(file.sha256()))
                .ifPresent(body -> all.add(new Document(file, new Hosted.Evidence(ATTESTATIONS, body, file.entry()))));
        Hosted.evidence(c, file.project(), file.filename()).forEach(e -> all.add(new Document(file, e)));
        return all;
    }

    /** As the files beside a distribution are called, which {@code waag verify} and {@code waag publish} look for. */
    private static String suffix(String kind) {
        return switch (kind) {
            case ATTESTATIONS -> ".provenance";
            case Contents.EVIDENCE -> ".inspection.json";
            default -> Evidence.Kind.valueOf(kind.toUpperCase(Locale.ROOT)).suffix();
        };
    }

    private static String mediaType(String kind) {
        return switch (kind) {
            case ATTESTATIONS -> "application/vnd.pypi.integrity.v1+json";
            case "sbom" -> "application/vnd.cyclonedx+json";
            case Contents.EVIDENCE -> JSON;
            default -> LINES;
        };
    }
}
