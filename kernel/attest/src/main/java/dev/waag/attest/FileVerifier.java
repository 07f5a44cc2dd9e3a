package dev.waag.attest;

import dev.waag.core.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges one file by all evidence about it, offline. It is verified only where at least one piece of evidence proves something
 * and nothing that was given fails.
 */
public final class FileVerifier {
    private final Trust trust;
    private final Instant now;

    public FileVerifier(Trust trust, Instant now) {
        this.trust = trust;
        this.now = now;
    }

    /** Every check in the order of the evidence; {@link #verified} sums them up. */
    public List<EvidenceCheck> verify(String filename, Sha256 sha256, List<Evidence> evidence) {
        List<EvidenceCheck> checks = new ArrayList<>();
        expectation("identity", trust.identity()).ifPresent(checks::add);
        expectation("issuer", trust.issuer()).ifPresent(checks::add);
        CertificateChecks certificates = new CertificateChecks(trust, now, filename, sha256);
        LogProofChecks proofs = new LogProofChecks(trust.logs(), filename, sha256);
        KeyChecks keys = new KeyChecks(trust, now, filename, sha256);
        // The ledger's word on when something was signed comes first: it decides on keys that are used no more.
        List<Evidence> logged = evidence.stream()
                .filter(e -> e.kind() == Evidence.Kind.LOG_PROOF)
                .toList();
        List<LogProofChecks.Proven> proven = new ArrayList<>();
        List<EvidenceCheck> late = new ArrayList<>();
        for (Evidence one : logged) {
            late.addAll(proofs.check(one, evidence, proven));
        }
        for (Evidence one : evidence) {
            checks.addAll(
                    switch (one.kind()) {
                        case ATTESTATION, BUILD_ATTESTATION -> certificates.attestation(one);
                        case PROVENANCE -> certificates.provenance(one);
                        case BUNDLE -> certificates.bundle(one);
                        case ENVELOPES -> keys.check(one, proven, certificates);
                        case LOG_PROOF -> List.of();
                        case SBOM -> List.of(SbomCheck.check(one, sha256));
                    });
        }
        checks.addAll(late);
        if (evidence.stream().allMatch(e -> e.kind() == Evidence.Kind.SBOM)) {
            checks.add(EvidenceCheck.fail("", "evidence", "there is no evidence about " + filename));
        } else if ((trust.identity().isPresent() || trust.issuer().isPresent()) && !certificates.sawSigner()) {
            checks.add(
                    EvidenceCheck.fail("", "identity", "no evidence that verifies has a certificate with an identity"));
        }
        return checks;
    }

    /** An expectation that everybody or nobody could meet is none. */
    private static Optional<EvidenceCheck> expectation(String check, Optional<String> expected) {
        return expected.filter(String::isBlank)
                .map(e -> EvidenceCheck.fail("", check, "an empty " + check + " matches nobody"));
    }

    /** Whether those checks verify the file: something passed, and nothing failed. */
    public static boolean verified(List<EvidenceCheck> checks) {
        return checks.stream().noneMatch(EvidenceCheck::failed)
                && checks.stream().anyMatch(c -> c.result() == EvidenceCheck.Outcome.PASS);
    }
}
