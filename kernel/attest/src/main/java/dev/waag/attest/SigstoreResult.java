package dev.waag.attest;

import dev.waag.sign.Dsse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of verifying a bundle. */
public sealed interface SigstoreResult {
    /**
     * The signature is good, was made while its certificate was valid, and a log has it.
     *
     * @param signer who signed; empty where it was the key that the caller named
     * @param times when, by the word of logs and timestamp authorities; at least one where there is a signer
     * @param logIndex the entry's number in its log
     * @param envelope the envelope that was signed, whose payload may now be read; empty where the file itself was signed
     */
    record Verified(Optional<SignerIdentity> signer, List<Instant> times, long logIndex, Optional<Dsse> envelope)
            implements SigstoreResult {
        public Verified {
            times = List.copyOf(times);
        }
    }

    /** Nothing is proved. */
    record Rejected(String reason) implements SigstoreResult {}
}
