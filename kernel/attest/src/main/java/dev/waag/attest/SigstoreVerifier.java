package dev.waag.attest;

import dev.waag.core.Sha256;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies Sigstore bundles offline (sigstore client specification, section 4, "Verification"). The numbers in the code are its
 * steps. Stricter than it in this: an inclusion proof with its checkpoint is required of every version; whatever the bundle
 * brings must verify, so that an unknown timestamp or log refuses it; every proved time must lie within the validity of the
 * certificate, its issuers, and the log's key.
 */
public final class SigstoreVerifier {
    /** How far the machine's clock may be behind those that gave the times. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final TrustedRoot root;
    private final Instant now;

    /**
     * @param now when the verification happens: what is signed later than that is refused
     */
    public SigstoreVerifier(TrustedRoot root, Instant now) {
        this.root = root;
        this.now = now;
    }

    /**
     * Judges a bundle that is about a file of that digest.
     *
     * <p>Where an envelope was signed, the caller still has to compare its payload with the file.
     *
     * @param keys the public keys, in DER, that may have signed a bundle without a certificate
     */
    public SigstoreResult verify(Bundle bundle, Sha256 artifact, List<PublicKey> keys) {
        try {
            return bundle.certificate().isPresent()
                    ? certified(bundle, artifact, bundle.certificate().get())
                    : managed(bundle, artifact, keys);
        } catch (RejectedException | EvidenceException e) {
            return new SigstoreResult.Rejected(String.valueOf(e.getMessage()));
        }
    }

    private SigstoreResult certified(Bundle bundle, Sha256 artifact, X509Certificate leaf)
            throws RejectedException, EvidenceException {
        byte[] encoded;
        try {
            encoded = leaf.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new EvidenceException("the certificate cannot be written again");
        }
        List<Instant> times = times(bundle, artifact, encoded); // 4.2 establish a time, 4.4 the log
        RejectedException.unless(!times.isEmpty(), "nobody proves when it was signed");
        for (Instant at : times) {
            TrustedRoot.Authority authority = authority(leaf, at); // 4.3 certificate
            X509Certificate issuer = authority.chain().getFirst();
            Scts.check(leaf, issuer, root);
        }
        signature(bundle, artifact, leaf.getPublicKey()); // 4.5 signature
        return new SigstoreResult.Verified(
                Optional.of(SignerIdentity.of(leaf)),
                times,
                bundle.entries().getFirst().logIndex(),
                bundle.envelope());
    }

    private SigstoreResult managed(Bundle bundle, Sha256 artifact, List<PublicKey> keys)
            throws RejectedException, EvidenceException {
        RejectedException.unless(!keys.isEmpty(), "it is signed by a key, and no key is trusted");
        for (PublicKey key : keys) {
            if (signs(bundle, artifact, key)) {
                List<Instant> times = times(bundle, artifact, key.getEncoded());
                return new SigstoreResult.Verified(
                        Optional.empty(), times, bundle.entries().getFirst().logIndex(), bundle.envelope());
            }
        }
        throw new RejectedException("none of the trusted keys signed it");
    }

    private List<Instant> times(Bundle bundle, Sha256 artifact, byte[] signer)
            throws RejectedException, EvidenceException {
        RejectedException.unless(!bundle.entries().isEmpty(), "it is in no transparency log");
        byte[] signature = signature(bundle);
        List<Instant> times = new ArrayList<>();
        for (byte[] timestamp : bundle.timestamps()) {
            times.add(TimestampToken.parse(timestamp).verify(signature, root));
        }
        for (LogEntry entry : bundle.entries()) {
            TrustedRoot.Log log = root.tlog(entry.logId())
                    .orElseThrow(() -> new RejectedException("the transparency log is unknown to the trusted root"));
            LogCheck.inclusion(entry, log);
            if (entry.promise().isPresent()) {
                LogCheck.promise(entry, log, entry.promise().get());
                times.add(entry.integratedTime().orElseThrow());
            }
            new EntryBody(bundle.content(), artifact, signer).check(entry);
            for (Instant at : times) {
                RejectedException.unless(
                        log.period().contains(at), "the transparency log's key was not valid at " + at);
            }
        }
        for (Instant at : times) {
            RejectedException.unless(!at.isAfter(now.plus(CLOCK_SKEW)), "it was signed in the future, at " + at);
        }
        return times;
    }

    private TrustedRoot.Authority authority(X509Certificate leaf, Instant at) throws RejectedException {
        RejectedException.unless(
                !at.isBefore(leaf.getNotBefore().toInstant())
                        && !at.isAfter(leaf.getNotAfter().toInstant()),
                "the certificate was not valid at " + at + ", when it was signed or logged");
        String fault = "the certificate is of an authority that the trusted root does not know";
        for (TrustedRoot.Authority authority : root.authorities()) {
            Optional<String> chain = Certificates.chainFault(leaf, authority.chain(), at, Certificates.CODE_SIGNING);
            if (chain.isEmpty()) {
                if (authority.period().contains(at)) {
                    return authority;
                }
                fault = "the certificate authority was not trusted at " + at;
            }
        }
        throw new RejectedException(fault);
    }

    private static void signature(Bundle bundle, Sha256 artifact, PublicKey key) throws RejectedException {
        RejectedException.unless(signs(bundle, artifact, key), "the signature is wrong");
    }

    private static boolean signs(Bundle bundle, Sha256 artifact, PublicKey key) throws RejectedException {
        return switch (bundle.content()) {
            case Bundle.Envelope envelope ->
                SignatureCheck.verifies(key, envelope.dsse().pae(), envelope.signature());
            case Bundle.Message message -> {
                RejectedException.unless(
                        message.digest().map(artifact::equals).orElse(true), "it is of a file with another digest");
                yield SignatureCheck.verifies(key, artifact, message.signature());
            }
        };
    }

    private static byte[] signature(Bundle bundle) {
        return switch (bundle.content()) {
            case Bundle.Envelope envelope -> envelope.signature();
            case Bundle.Message message -> message.signature();
        };
    }
}
