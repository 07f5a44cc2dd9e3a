package dev.waag.attest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waag.core.Sha256;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Whatever the bytes, the parsers answer or refuse, and nothing that was made up verifies. */
final class AttestFuzzTest {
    private static final Sha256 DIGEST = Samples.digest(Samples.PYPI);
    private static final FileVerifier VERIFIER = new FileVerifier(
            new Trust(
                    Optional.of(TrustedRoot.shipped()),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()),
            Samples.NOW);

    @FuzzTest
    void evidence(byte[] bytes) throws Exception {
        boolean real = java.util.Arrays.equals(bytes, Samples.bytes(Samples.PYPI + ".publish.attestation"));
        for (Evidence.Kind kind : Evidence.Kind.values()) {
            List<EvidenceCheck> checks =
                    VERIFIER.verify("made-up-1.0.tar.gz", DIGEST, List.of(new Evidence("evidence", kind, bytes)));
            assertThat(real || !FileVerifier.verified(checks)).isTrue();
        }
    }

    @FuzzTest
    void statement(byte[] bytes) {
        try {
            Statement statement = Statement.parse(bytes);
            assertThat(Statement.parse(statement.toJson())).isEqualTo(statement);
        } catch (EvidenceException e) {
            assertThat(e.reason()).isNotEmpty();
        }
    }

    @FuzzTest
    void trustedRoot(byte[] bytes) {
        try {
            assertThat(TrustedRoot.parse(bytes).sha256()).isEqualTo(Sha256.of(bytes));
        } catch (EvidenceException e) {
            assertThat(e.reason()).isNotEmpty();
        }
    }

    @FuzzTest
    void timestamp(byte[] bytes) {
        try {
            TimestampToken.parse(bytes).verify(bytes, TrustedRoot.shipped());
            throw new AssertionError("nobody can have signed this");
        } catch (EvidenceException | RejectedException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest
    void certificate(byte[] bytes) {
        try {
            X509Certificate certificate = Certificates.parse(bytes, "the certificate");
            SignerIdentity.of(certificate);
            Scts.check(certificate, certificate, TrustedRoot.shipped());
        } catch (EvidenceException | RejectedException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
