package dev.waag.attest;

import java.util.List;

/** What came of verifying a provenance object. */
public sealed interface ProvenanceResult {
    /** Every attestation verifies and was signed by the publisher under whom it stands. */
    record Verified(List<Attested> attestations) implements ProvenanceResult {
        public Verified {
            attestations = List.copyOf(attestations);
        }

        /** The publisher of the first publish attestation, else of the first of any kind. */
        public Publisher publisher() {
            return attestations.stream()
                    .filter(a -> a.result().statement().predicateType().equals(Statement.PUBLISH))
                    .findFirst()
                    .orElse(attestations.getFirst())
                    .publisher();
        }
    }

    /** One attestation with who made it. */
    record Attested(Publisher publisher, AttestationResult.Verified result) {}

    /** Nothing is proved: one attestation that does not verify refuses all. */
    record Rejected(String reason) implements ProvenanceResult {}
}
