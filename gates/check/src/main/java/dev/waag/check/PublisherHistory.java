package dev.waag.check;

import dev.waag.attest.EvidenceException;
import dev.waag.attest.Provenance;
import dev.waag.attest.ProvenanceResult;
import dev.waag.attest.ProvenanceVerifier;
import dev.waag.attest.TrustedRoot;
import dev.waag.core.Sha256;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who attested a project's newest releases, by one file of each: fetched from the index, verified offline. */
final class PublisherHistory {
    private static final int RELEASES = 20;
    private static final int MAX = 10 << 20;
    private static final String NOBODY = "nobody";

    private final Fetcher fetcher;
    private final ProvenanceVerifier verifier;

    PublisherHistory(Fetcher fetcher, Instant now) {
        this.fetcher = fetcher;
        this.verifier = new ProvenanceVerifier(TrustedRoot.shipped(), now);
    }

    /** {@code VERSION: PUBLISHER}, the newest release first; empty where none of them announces an attestation. */
    List<String> of(ProjectName project, SimplePage page) {
        Map<String, SimpleFile> releases = new LinkedHashMap<>();
        page.files().stream()
                .sorted(Comparator.comparing((SimpleFile f) -> f.uploadTime().orElse(Instant.EPOCH))
                        .reversed())
                .forEach(f -> releases.merge(
                        DistributionName.parse(f.filename(), project).version(),
                        f,
                        (one, other) -> one.provenance().isPresent() ? one : other));
        List<Map.Entry<String, SimpleFile>> newest =
                releases.entrySet().stream().limit(RELEASES).toList();
        if (newest.stream().noneMatch(r -> r.getValue().provenance().isPresent())) {
            return List.of();
        }
        List<String> history = new ArrayList<>();
        newest.forEach(r -> history.add(r.getKey() + ": " + publisher(r.getValue())));
        return history;
    }

    /** Who attested a file, or why that is not known. */
    String publisher(SimpleFile file) {
        Optional<Sha256> sha256 =
                Optional.ofNullable(file.hashes().get("sha256")).flatMap(Sha256::parse);
        if (file.provenance().isEmpty() || sha256.isEmpty()) {
            return NOBODY;
        }
        try {
            Provenance provenance =
                    Provenance.parse(fetch(URI.create(file.provenance().get())));
            return switch (verifier.verify(provenance, file.filename(), sha256.get())) {
                case ProvenanceResult.Verified verified -> verified.publisher().toString();
                case ProvenanceResult.Rejected rejected -> NOBODY + ": " + rejected.reason();
            };
        } catch (EvidenceException e) {
            return NOBODY + ": " + e.reason();
        } catch (IOException | IllegalArgumentException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private byte[] fetch(URI uri) throws IOException {
        Map<String, String> accept = Map.of("Accept", "application/vnd.pypi.integrity.v1+json, application/json;q=0.5");
        try (Response response = fetcher.get(new FetchRequest(uri, accept, Optional.empty(), false, MAX, true, true))) {
            if (response.status() != 200) {
                throw new IOException("the index answered " + response.status());
            }
            return response.readAll();
        }
    }
}
