package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A Sigstore bundle (sigstore protobuf-specs, {@code Bundle}, versions 0.1 to 0.3): a signature with what is needed to verify
 * it offline. Read, not verified: {@link SigstoreVerifier} judges it.
 */
public final class Bundle {
    private static final String WHAT = "the bundle";
    private static final String TYPE = "application/vnd.dev.sigstore.bundle";
    private static final Set<String> OLD = Set.of(TYPE + "+json;version=0.1", TYPE + "+json;version=0.2");
    private static final Set<String> NEW = Set.of(TYPE + "+json;version=0.3", TYPE + ".v0.3+json");
    private static final int MAX_ENTRIES = 32;
    private static final int MAX_CHAIN = 16;

    private final Optional<X509Certificate> certificate;
    private final List<LogEntry> entries;
    private final List<byte[]> timestamps;
    private final Content content;

    Bundle(Optional<X509Certificate> certificate, List<LogEntry> entries, List<byte[]> timestamps, Content content) {
        this.certificate = certificate;
        this.entries = List.copyOf(entries);
        this.timestamps = List.copyOf(timestamps);
        this.content = content;
    }

    /** What was signed. */
    sealed interface Content {}

    /** The bytes of the file itself, by their digest. */
    record Message(Optional<Sha256> digest, byte[] signature) implements Content {}

    /** A DSSE envelope with its one signature. */
    record Envelope(Dsse dsse, byte[] signature) implements Content {}

    /** Whether JSON looks like a bundle rather than like a PEP 740 attestation; says nothing about its worth. */
    public static boolean looksLikeOne(JsonNode json) {
        return json.has("mediaType") || json.has("verificationMaterial");
    }

    public static Bundle parse(byte[] bytes) throws EvidenceException {
        JsonNode json = EvidenceJson.object(bytes, WHAT);
        String type = EvidenceJson.string(json, "mediaType", WHAT);
        if (!OLD.contains(type) && !NEW.contains(type)) {
            throw new EvidenceException("the bundle is of an unknown version: " + type);
        }
        JsonNode material = EvidenceJson.object(json.path("verificationMaterial"), WHAT + "'s verification material");
        Optional<X509Certificate> certificate = certificate(material, NEW.contains(type));
        List<LogEntry> entries = new ArrayList<>();
        for (JsonNode entry : EvidenceJson.list(material, "tlogEntries", MAX_ENTRIES, WHAT)) {
            entries.add(LogEntry.parse(entry));
        }
        return new Bundle(certificate, entries, timestamps(material), content(json));
    }

    private static Optional<X509Certificate> certificate(JsonNode material, boolean newer) throws EvidenceException {
        List<X509Certificate> chain = new ArrayList<>();
        JsonNode single = material.path("certificate");
        JsonNode several = material.path("x509CertificateChain");
        JsonNode key = material.path("publicKey");
        int kinds = 0;
        for (JsonNode kind : List.of(single, several, key)) {
            kinds += EvidenceJson.isAbsent(kind) ? 0 : 1;
        }
        if (kinds != 1 || newer && !EvidenceJson.isAbsent(several) || !newer && !EvidenceJson.isAbsent(single)) {
            throw new EvidenceException("the bundle does not hold one certificate or key, in the place of its version");
        }
        if (!EvidenceJson.isAbsent(key)) {
            return Optional.empty();
        }
        for (JsonNode one : EvidenceJson.isAbsent(single)
                ? EvidenceJson.list(several, "certificates", MAX_CHAIN, WHAT)
                : List.of(single)) {
            chain.add(Certificates.parse(EvidenceJson.base64(one, "rawBytes", WHAT), "a certificate of the bundle"));
        }
        if (chain.isEmpty()) {
            throw new EvidenceException("the bundle has an empty certificate chain");
        }
        if (chain.stream().anyMatch(Certificates::isSelfIssued)) {
            throw new EvidenceException("the bundle brings a root certificate of its own");
        }
        return Optional.of(chain.getFirst());
    }

    private static List<byte[]> timestamps(JsonNode material) throws EvidenceException {
        List<byte[]> timestamps = new ArrayList<>();
        JsonNode data = material.path("timestampVerificationData");
        for (JsonNode one : EvidenceJson.list(data, "rfc3161Timestamps", MAX_ENTRIES, WHAT)) {
            timestamps.add(EvidenceJson.base64(one, "signedTimestamp", WHAT));
        }
        return timestamps;
    }

    private static Content content(JsonNode json) throws EvidenceException {
        JsonNode message = json.path("messageSignature");
        JsonNode envelope = json.path("dsseEnvelope");
        if (EvidenceJson.isAbsent(message) == EvidenceJson.isAbsent(envelope)) {
            throw new EvidenceException("the bundle does not hold one signature or envelope");
        }
        if (EvidenceJson.isAbsent(envelope)) {
            byte[] signature = EvidenceJson.base64(message, "signature", WHAT);
            return new Message(digest(message.path("messageDigest")), signature);
        }
        try {
            return envelope(Dsse.parse(envelope));
        } catch (NoteException e) {
            throw new EvidenceException("the bundle's envelope: " + e.getMessage());
        }
    }

    static Envelope envelope(Dsse dsse) throws EvidenceException {
        if (dsse.signatures().size() != 1) {
            throw new EvidenceException("the envelope does not have exactly one signature");
        }
        return new Envelope(dsse, dsse.signatures().getFirst().sig());
    }

    private static Optional<Sha256> digest(JsonNode json) throws EvidenceException {
        if (EvidenceJson.isAbsent(json)) {
            return Optional.empty();
        }
        if (!EvidenceJson.string(json, "algorithm", WHAT).equals("SHA2_256")) {
            throw new EvidenceException("the bundle's message digest is not SHA-256");
        }
        byte[] digest = EvidenceJson.base64(json, "digest", WHAT);
        if (digest.length != 32) {
            throw new EvidenceException("the bundle's message digest is not 32 bytes long");
        }
        return Optional.of(Sha256.ofDigest(digest));
    }

    /** The signer's certificate; empty where a key that the verifier has signed. */
    Optional<X509Certificate> certificate() {
        return certificate;
    }

    List<LogEntry> entries() {
        return entries;
    }

    List<byte[]> timestamps() {
        return timestamps;
    }

    Content content() {
        return content;
    }

    /** The envelope, where it holds one; its payload is not verified. */
    Optional<Dsse> envelope() {
        return content instanceof Envelope e ? Optional.of(e.dsse()) : Optional.empty();
    }
}
