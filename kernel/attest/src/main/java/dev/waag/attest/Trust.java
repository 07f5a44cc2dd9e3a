package dev.waag.attest;

import dev.waag.sign.NoteVerifier;
import dev.waag.sign.TrustSet;
import java.util.List;
import java.util.Optional;

/**
 * Whom a verification believes, and whom it expects.
 *
 * @param root for certificates and public logs; empty where none could be read, so that what needs it is refused
 * @param keys for envelopes that a key signed; empty where the verifier has none
 * @param logs the keys of ledgers
 * @param identity the certificate's subject alternative name that is expected, whole; an empty text matches nobody
 * @param issuer its OIDC issuer, likewise
 */
public record Trust(
        Optional<TrustedRoot> root,
        Optional<TrustSet> keys,
        List<NoteVerifier> logs,
        Optional<String> identity,
        Optional<String> issuer) {
    public Trust {
        logs = List.copyOf(logs);
    }
}
