package dev.waag.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Real attestations are judged as pypi-attestations judges them. */
final class SamplesTest {
    @Test
    void aWorkflowOfGitHub() throws Exception {
        AttestationResult.Verified result = verified(Samples.PYPI + ".publish.attestation", Samples.PYPI);
        assertThat(result.statement().predicateType()).isEqualTo(Statement.PUBLISH);
        assertThat(result.signer().identity())
                .isEqualTo(
                        "https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19");
        assertThat(result.signer().issuer()).isEqualTo("https://token.actions.githubusercontent.com");
        assertThat(result.signer().claim(SignerIdentity.SOURCE_REPOSITORY))
                .contains("https://github.com/trailofbits/pypi-attestations");
        AttestationResult.Verified slsa = verified(Samples.PYPI + ".slsa.attestation", Samples.PYPI);
        assertThat(slsa.statement().predicateType()).isEqualTo(Statement.SLSA_PROVENANCE);
        verified(Samples.MODELS + ".attestation", Samples.MODELS);
    }

    @Test
    void aPipelineOfGitLab() throws Exception {
        AttestationResult.Verified result = verified(Samples.GITLAB + ".publish.attestation", Samples.GITLAB);
        assertThat(result.signer().issuer()).isEqualTo("https://gitlab.com");
        assertThat(result.signer().identity())
                .isEqualTo("https://gitlab.com/facutuesca/gitlab-oidc-project//.gitlab-ci.yml@refs/heads/main");
    }

    /** Two samples were signed with Sigstore's staging instance: refused under the public root, accepted under staging's own. */
    @Test
    void whatTheStagingInstanceSignedNeedsItsRoot() throws Exception {
        TrustedRoot staging = TrustedRoot.parse(
                Samples.bytes("../sigstore-conformance/bundle-verify/rekor2-happy-path/trusted_root.json"));
        for (String wheel : List.of(Samples.STAGING, Samples.MANY_TAGS)) {
            byte[] attestation = Samples.bytes(wheel + ".publish.attestation");
            assertThat(Samples.judge(attestation, wheel, Samples.digest(wheel)))
                    .as(wheel)
                    .isEqualTo(new AttestationResult.Rejected("the transparency log is unknown to the trusted root"));
            assertThat(new AttestationVerifier(staging, Samples.NOW)
                            .verify(Attestation.parse(attestation), wheel, Samples.digest(wheel)))
                    .as(wheel)
                    .isInstanceOf(AttestationResult.Verified.class);
        }
    }

    @Test
    void aFileNameIsReadBeforeItIsCompared() {
        assertThat(DistributionFiles.same(
                        Samples.MANY_TAGS,
                        Samples.MANY_TAGS.replace(
                                "manylinux_2_17_x86_64.manylinux2014_x86_64",
                                "manylinux2014_x86_64.manylinux_2_17_x86_64")))
                .isTrue();
        assertThat(DistributionFiles.same("Acme_App-1.0.tar.gz", "acme.app-1.0.0.tar.gz"))
                .isTrue();
        assertThat(DistributionFiles.same("acme-1.0.tar.gz", "acme-1.0.zip")).isFalse();
        assertThat(DistributionFiles.same("acme-1.0.tar.gz", "acme-1.1.tar.gz")).isFalse();
        assertThat(DistributionFiles.same("notes.txt", "notes.txt")).isFalse();
    }

    @Test
    void provenanceNamesThePublisherWhoSigned() throws Exception {
        Provenance provenance = Provenance.parse(Samples.bytes(Samples.PYPI + ".provenance"));
        ProvenanceResult result = new ProvenanceVerifier(TrustedRoot.shipped(), Samples.NOW)
                .verify(provenance, Samples.PYPI, Samples.digest(Samples.PYPI));
        assertThat(result)
                .isInstanceOfSatisfying(
                        ProvenanceResult.Verified.class,
                        v -> assertThat(v.publisher())
                                .isEqualTo(
                                        new Publisher("GitHub", "trailofbits/pypi-attestations", "release.yml", "")));
    }

    private static AttestationResult.Verified verified(String attestation, String filename) throws Exception {
        AttestationResult result = Samples.judge(Samples.bytes(attestation), filename, Samples.digest(filename));
        assertThat(result).isInstanceOf(AttestationResult.Verified.class);
        return (AttestationResult.Verified) result;
    }
}
