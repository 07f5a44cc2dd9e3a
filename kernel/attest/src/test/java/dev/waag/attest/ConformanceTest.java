package dev.waag.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The offline vectors of the Sigstore conformance suite (sigstore-conformance 0.0.29, Apache-2.0): {@code _fail} must be refused. */
final class ConformanceTest {
    /** After the youngest vector was made. */
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void everyVectorIsJudgedRight() throws Exception {
        Path suite = Path.of(ConformanceTest.class.getResource("sigstore-conformance").toURI());
        List<String> wrong = new ArrayList<>();
        int count = 0;
        try (Stream<Path> vectors = Files.list(suite.resolve("bundle-verify"))) {
            for (Path vector : vectors.filter(Files::isDirectory).sorted().toList()) {
                count++;
                SigstoreResult result = judge(vector, suite.resolve("bundle-verify").resolve("a.txt"));
                boolean shouldFail = vector.getFileName().toString().endsWith("_fail");
                if (shouldFail != result instanceof SigstoreResult.Rejected) {
                    wrong.add(vector.getFileName() + ": " + result);
                }
                if (System.getProperty("waag.vectors") != null) {
                    System.out.println(vector.getFileName() + ": " + (result instanceof SigstoreResult.Rejected r ? r.reason() : "verified"));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(count).isGreaterThanOrEqualTo(66);
    }

    private static SigstoreResult judge(Path vector, Path commonArtifact) throws IOException {
        Path own = vector.resolve("artifact");
        Sha256 artifact = Sha256.of(Files.readAllBytes(Files.exists(own) ? own : commonArtifact));
        try {
            Path root = vector.resolve("trusted_root.json");
            TrustedRoot trusted =
                    Files.exists(root) ? TrustedRoot.parse(Files.readAllBytes(root)) : TrustedRoot.shipped();
            Bundle bundle = Bundle.parse(Files.readAllBytes(vector.resolve("bundle.sigstore.json")));
            SigstoreResult result = new SigstoreVerifier(trusted, NOW).verify(bundle, artifact, keys(vector));
            if (result instanceof SigstoreResult.Verified verified && verified.envelope().isPresent()) {
                Statement statement = Statement.parse(verified.envelope().get().payload());
                if (statement.subjects().stream().noneMatch(s -> s.sha256().filter(artifact::equals).isPresent())) {
                    return new SigstoreResult.Rejected("the statement is about another file");
                }
            }
            return result;
        } catch (EvidenceException e) {
            return new SigstoreResult.Rejected(e.reason());
        }
    }

    private static List<PublicKey> keys(Path vector) throws IOException, EvidenceException {
        Path pem = vector.resolve("key.pub");
        if (!Files.exists(pem)) {
            return List.of();
        }
        String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        return SignatureCheck.publicKey(Base64.getMimeDecoder().decode(body)).stream().toList();
    }
}
