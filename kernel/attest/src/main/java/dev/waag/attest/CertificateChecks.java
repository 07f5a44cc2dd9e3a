package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.sign.VerifyKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks evidence that a certificate of Sigstore signed, and bundles that a trusted key signed. For one file. */
final class CertificateChecks {
    private static final String SIGNATURE = "signature";
    private static final String SUBJECT = "subject";

    private final Trust trust;
    private final Instant now;
    private final String filename;
    private final Sha256 sha256;
    private boolean sawSigner;

    CertificateChecks(Trust trust, Instant now, String filename, Sha256 sha256) {
        this.trust = trust;
        this.now = now;
        this.filename = filename;
        this.sha256 = sha256;
    }

    /** Whether any evidence proved a certificate's identity. */
    boolean sawSigner() {
        return sawSigner;
    }

    /** A PEP 740 attestation, or a bundle in its place. */
    List<EvidenceCheck> attestation(Evidence evidence) {
        try {
            JsonNode json = EvidenceJson.object(evidence.content(), "the attestation");
            if (Bundle.looksLikeOne(json)) {
                return bundle(evidence);
            }
            Attestation attestation = Attestation.parse(json);
            List<EvidenceCheck> checks = new ArrayList<>();
            Optional<SigstoreResult.Verified> verified = verify(evidence.name(), attestation.bundle(), checks);
            if (verified.isPresent()) {
                AttestationResult result = AttestationVerifier.judge(verified.get(), filename, sha256);
                checks.add(
                        switch (result) {
                            case AttestationResult.Rejected rejected ->
                                EvidenceCheck.fail(evidence.name(), SUBJECT, rejected.reason());
                            case AttestationResult.Verified v ->
                                EvidenceCheck.pass(
                                        evidence.name(),
                                        SUBJECT,
                                        filename + ", by name and SHA-256: "
                                                + v.statement().predicateType());
                        });
            }
            return checks;
        } catch (EvidenceException e) {
            return List.of(EvidenceCheck.fail(evidence.name(), "format", e.reason()));
        }
    }

    List<EvidenceCheck> bundle(Evidence evidence) {
        return bundle(evidence.name(), evidence.content());
    }

    List<EvidenceCheck> bundle(String name, byte[] content) {
        try {
            Bundle bundle = Bundle.parse(content);
            List<EvidenceCheck> checks = new ArrayList<>();
            Optional<SigstoreResult.Verified> verified = verify(name, bundle, checks);
            if (verified.isPresent()) {
                checks.add(
                        verified.get().envelope().isPresent()
                                ? SubjectCheck.check(
                                        name,
                                        verified.get().envelope().get(),
                                        filename,
                                        sha256,
                                        DistributionFiles.isOne(filename))
                                : EvidenceCheck.pass(name, SUBJECT, "the file itself, by its SHA-256"));
            }
            return checks;
        } catch (EvidenceException e) {
            return List.of(EvidenceCheck.fail(name, "format", e.reason()));
        }
    }

    List<EvidenceCheck> provenance(Evidence evidence) {
        String name = evidence.name();
        try {
            Provenance provenance = Provenance.parse(evidence.content());
            if (trust.root().isEmpty()) {
                return List.of(noRoot(name));
            }
            return switch (new ProvenanceVerifier(trust.root().get(), now).verify(provenance, filename, sha256)) {
                case ProvenanceResult.Rejected rejected ->
                    List.of(EvidenceCheck.fail(name, "provenance", rejected.reason()));
                case ProvenanceResult.Verified verified -> {
                    List<EvidenceCheck> checks = new ArrayList<>();
                    for (ProvenanceResult.Attested one : verified.attestations()) {
                        AttestationResult.Verified v = one.result();
                        checks.add(EvidenceCheck.pass(
                                name,
                                "provenance",
                                v.statement().predicateType() + " by " + one.publisher() + ", logged at " + v.at()));
                        expect(name, v.signer(), checks);
                    }
                    yield checks;
                }
            };
        } catch (EvidenceException e) {
            return List.of(EvidenceCheck.fail(name, "format", e.reason()));
        }
    }

    private Optional<SigstoreResult.Verified> verify(String name, Bundle bundle, List<EvidenceCheck> checks)
            throws EvidenceException {
        if (trust.root().isEmpty()) {
            checks.add(noRoot(name));
            return Optional.empty();
        }
        return switch (new SigstoreVerifier(trust.root().get(), now).verify(bundle, sha256, keys())) {
            case SigstoreResult.Rejected rejected -> {
                checks.add(EvidenceCheck.fail(name, SIGNATURE, rejected.reason()));
                yield Optional.empty();
            }
            case SigstoreResult.Verified verified -> {
                String when = verified.times().isEmpty()
                        ? ""
                        : " at " + verified.times().getLast();
                String who = verified.signer().map(SignerIdentity::identity).orElse("a trusted key");
                checks.add(EvidenceCheck.pass(
                        name, SIGNATURE, "by " + who + when + ", entry " + verified.logIndex() + " of the public log"));
                verified.signer().ifPresent(signer -> expect(name, signer, checks));
                yield Optional.of(verified);
            }
        };
    }

    private static EvidenceCheck noRoot(String name) {
        return EvidenceCheck.fail(name, SIGNATURE, "there is no trusted root to verify it by");
    }

    private List<PublicKey> keys() throws EvidenceException {
        List<PublicKey> keys = new ArrayList<>();
        for (VerifyKey key : trust.keys().map(k -> k.usable(now)).orElse(List.of())) {
            SignatureCheck.publicKey(key.spki()).ifPresent(keys::add);
        }
        return keys;
    }

    private void expect(String name, SignerIdentity signer, List<EvidenceCheck> checks) {
        sawSigner = true;
        checks.add(compare(name, "identity", trust.identity(), signer.identity()));
        checks.add(compare(name, "issuer", trust.issuer(), signer.issuer()));
    }

    /** Compared whole: no pattern, no prefix, no case folding. */
    private static EvidenceCheck compare(String name, String check, Optional<String> expected, String actual) {
        if (expected.isEmpty()) {
            return EvidenceCheck.absent(name, check, "none was expected; it is " + actual);
        }
        return expected.get().equals(actual) && !actual.isBlank()
                ? EvidenceCheck.pass(name, check, actual)
                : EvidenceCheck.fail(name, check, "it is " + actual + ", expected was " + expected.get());
    }
}
