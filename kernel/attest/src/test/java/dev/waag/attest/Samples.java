package dev.waag.attest;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Real attestations (test assets of pypi-attestations, Apache-2.0) and the digests of the files that they are about. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    static final String PYPI = "pypi_attestations-0.0.19.tar.gz";
    static final String GITLAB = "gitlab_oidc_project-0.0.3.tar.gz";
    static final String MODELS = "pypi_attestation_models-0.0.4a2.tar.gz";
    static final String STAGING = "rfc8785-0.1.2-py3-none-any.whl";
    static final String MANY_TAGS = "spt3g-1.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";

    private Samples() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Optional.ofNullable(Samples.class.getResourceAsStream(
                        name.startsWith("../") ? name.substring(3) : "samples/" + name))
                .orElseThrow()) {
            return in.readAllBytes();
        }
    }

    static ObjectNode json(String name) throws IOException {
        return (ObjectNode) dev.waag.core.Json.MAPPER.readTree(bytes(name));
    }

    static Sha256 digest(String filename) {
        return new Sha256(
                switch (filename) {
                    case PYPI -> "9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3";
                    case GITLAB -> "c1ca9b0d85df1606451098233018534497bf584362e10e4a8c21dfaea92c02a8";
                    case MODELS -> "c9709ce6fd5b67b59b4a28758cf14d3f411803c4b89b6068b1f1a8e4ee94c8ef";
                    case STAGING -> "c4e92e9ecc828bef2aa7dba1de8ac983511f7532a0df11c770d39099a25cf201";
                    case MANY_TAGS -> "d2772f9a5199f05ed1be8d9aa78b879e51772e3ead9d73fe8057257b1aec7cf8";
                    default -> throw new IllegalArgumentException(filename);
                });
    }

    static AttestationResult judge(byte[] attestation, String filename, Sha256 sha256) {
        try {
            return new AttestationVerifier(TrustedRoot.shipped(), NOW)
                    .verify(Attestation.parse(attestation), filename, sha256);
        } catch (EvidenceException e) {
            return new AttestationResult.Rejected(e.reason());
        }
    }
}
