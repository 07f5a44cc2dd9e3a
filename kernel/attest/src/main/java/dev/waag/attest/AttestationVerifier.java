package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Verifies PEP 740 attestations offline: the signature and its log entry ({@link SigstoreVerifier}), then that the statement is
 * about this very distribution and of a type that is known.
 */
public final class AttestationVerifier {
    private static final Set<String> KNOWN = Set.of(Statement.PUBLISH, Statement.SLSA_PROVENANCE);

    private final SigstoreVerifier sigstore;

    public AttestationVerifier(TrustedRoot root, Instant now) {
        this.sigstore = new SigstoreVerifier(root, now);
    }

    /** Judges an attestation of a file with that name and digest. */
    public AttestationResult verify(Attestation attestation, String filename, Sha256 sha256) {
        return switch (sigstore.verify(attestation.bundle(), sha256, List.of())) {
            case SigstoreResult.Rejected rejected -> new AttestationResult.Rejected(rejected.reason());
            case SigstoreResult.Verified verified -> judge(verified, filename, sha256);
        };
    }

    /** Judges what was signed, for a file with that name and digest. */
    static AttestationResult judge(SigstoreResult.Verified verified, String filename, Sha256 sha256) {
        Dsse envelope = verified.envelope().orElseThrow();
        try {
            Statement statement = Statement.parse(envelope.payload());
            subject(statement, filename, sha256);
            RejectedException.unless(
                    KNOWN.contains(statement.predicateType()),
                    "the attestation is of an unknown type: " + statement.predicateType());
            return new AttestationResult.Verified(
                    statement,
                    verified.signer().orElseThrow(),
                    verified.times().stream().max(Comparator.naturalOrder()).orElseThrow(),
                    verified.logIndex());
        } catch (EvidenceException | RejectedException e) {
            return new AttestationResult.Rejected(String.valueOf(e.getMessage()));
        }
    }

    /** Exactly one subject, which is the distribution by name and digest (PEP 740, "Attestation statement"). */
    private static void subject(Statement statement, String filename, Sha256 sha256) throws RejectedException {
        RejectedException.unless(statement.subjects().size() == 1, "the statement is not about exactly one file");
        Subject subject = statement.subjects().getFirst();
        RejectedException.unless(
                DistributionFiles.same(subject.name(), filename),
                "the statement is about another file name: " + subject.name());
        RejectedException.unless(
                sha256.hex().equals(subject.digests().get(Subject.SHA256)),
                "the statement is about a file with another SHA-256");
    }
}
