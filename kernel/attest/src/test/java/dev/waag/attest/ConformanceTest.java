package dev.waag.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import dev.waag.sign.NoteException;
import dev.waag.sign.TrustSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The offline vectors of the Sigstore conformance suite (sigstore-conformance 0.0.29, Apache-2.0): {@code _fail} must be refused. */
final class ConformanceTest {
    /** After the youngest vector was made. */
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void everyVectorIsJudgedRight() throws Exception {
        Path suite = Path.of(
                ConformanceTest.class.getResource("sigstore-conformance").toURI());
        List<String> wrong = new ArrayList<>();
        int count = 0;
        try (Stream<Path> vectors = Files.list(suite.resolve("bundle-verify"))) {
            for (Path vector : vectors.filter(Files::isDirectory).sorted().toList()) {
                count++;
                Optional<String> refused =
                        judge(vector, suite.resolve("bundle-verify").resolve("a.txt"));
                boolean shouldFail = vector.getFileName().toString().endsWith("_fail");
                if (shouldFail != refused.isPresent()) {
                    wrong.add(vector.getFileName() + ": " + refused.orElse("verified"));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(count).isGreaterThanOrEqualTo(66);
    }

    /** As {@code waag verify} judges it: empty where it is verified, else what failed first. */
    private static Optional<String> judge(Path vector, Path commonArtifact) throws IOException {
        Path own = vector.resolve("artifact");
        Path file = Files.exists(own) ? own : commonArtifact;
        try {
            Path root = vector.resolve("trusted_root.json");
            TrustedRoot trusted =
                    Files.exists(root) ? TrustedRoot.parse(Files.readAllBytes(root)) : TrustedRoot.shipped();
            Path key = vector.resolve("key.pub");
            Optional<TrustSet> keys =
                    Files.exists(key) ? Optional.of(TrustSet.parse(Files.readString(key), NOW)) : Optional.empty();
            Evidence bundle = new Evidence(
                    "bundle.sigstore.json",
                    Evidence.Kind.BUNDLE,
                    Files.readAllBytes(vector.resolve("bundle.sigstore.json")));
            List<EvidenceCheck> checks = new FileVerifier(
                            new Trust(Optional.of(trusted), keys, List.of(), Optional.empty(), Optional.empty()), NOW)
                    .verify(file.getFileName().toString(), Sha256.of(Files.readAllBytes(file)), List.of(bundle));
            return FileVerifier.verified(checks)
                    ? Optional.empty()
                    : checks.stream()
                            .filter(EvidenceCheck::failed)
                            .map(EvidenceCheck::detail)
                            .findFirst();
        } catch (EvidenceException | NoteException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
