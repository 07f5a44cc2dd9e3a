package dev.waag.attest;

import java.time.Instant;

/** What came of verifying an attestation. */
public sealed interface AttestationResult {
    /**
     * The statement is about this distribution, and its signer is known.
     *
     * @param statement what was attested
     * @param signer who signed
     * @param at when, by the word of the log: the latest of the proved times
     * @param logIndex the entry's number in the log
     */
    record Verified(Statement statement, SignerIdentity signer, Instant at, long logIndex)
            implements AttestationResult {}

    /** Nothing is proved. */
    record Rejected(String reason) implements AttestationResult {}
}
