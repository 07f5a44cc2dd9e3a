package dev.waag.attest;

import dev.waag.core.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies provenance objects offline: each attestation, and that its signer is the publisher under whom it stands. */
public final class ProvenanceVerifier {
    private final AttestationVerifier attestations;

    public ProvenanceVerifier(TrustedRoot root, Instant now) {
        this.attestations = new AttestationVerifier(root, now);
    }

    /** Judges the provenance of a file with that name and digest. */
    public ProvenanceResult verify(Provenance provenance, String filename, Sha256 sha256) {
        List<ProvenanceResult.Attested> attested = new ArrayList<>();
        for (Provenance.Group group : provenance.bundles()) {
            for (Attestation attestation : group.attestations()) {
                switch (attestations.verify(attestation, filename, sha256)) {
                    case AttestationResult.Rejected rejected -> {
                        return new ProvenanceResult.Rejected(rejected.reason());
                    }
                    case AttestationResult.Verified verified -> {
                        Optional<String> fault = group.publisher().fault(verified.signer());
                        if (fault.isPresent()) {
                            return new ProvenanceResult.Rejected(fault.get());
                        }
                        attested.add(new ProvenanceResult.Attested(group.publisher(), verified));
                    }
                }
            }
        }
        return new ProvenanceResult.Verified(attested);
    }
}
