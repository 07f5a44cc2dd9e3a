package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Verifies that a log entry is about this very signature: same content digest, same signature, same certificate or key (sigstore
 * client specification, section 4.4.2). The types are {@code hashedrekord} 0.0.1 and 0.0.2, {@code dsse} 0.0.1 and 0.0.2, and
 * {@code intoto} 0.0.2.
 */
final class EntryBody {
    private static final String WHAT = "the log entry's body";
    private static final String OTHER = "the log entry is about something else: ";

    private final Bundle.Content content;
    private final Sha256 artifact;
    private final byte[] signer;

    /**
     * @param artifact the digest of the file, for signatures over the file itself
     * @param signer the signer's certificate, or public key where there is none, in DER
     */
    EntryBody(Bundle.Content content, Sha256 artifact, byte[] signer) {
        this.content = content;
        this.artifact = artifact;
        this.signer = signer.clone();
    }

    void check(LogEntry entry) throws EvidenceException, RejectedException {
        JsonNode body = EvidenceJson.object(entry.body(), WHAT);
        String kind = EvidenceJson.string(body, "kind", WHAT);
        String version = EvidenceJson.string(body, "apiVersion", WHAT);
        require(kind.equals(entry.kind()) && version.equals(entry.version()), "its type is not the one claimed");
        JsonNode spec = EvidenceJson.object(body.path("spec"), WHAT + "'s spec");
        switch (kind + " " + version) {
            case "hashedrekord 0.0.1" -> hashedRekord(spec);
            case "hashedrekord 0.0.2" -> hashedRekord2(spec.path("hashedRekordV002"));
            case "dsse 0.0.1" -> dsse(spec);
            case "dsse 0.0.2" -> dsse2(spec.path("dsseV002"));
            case "intoto 0.0.2" -> inToto(spec.path("content"));
            default -> throw new EvidenceException("the log entry is of an unknown type: " + kind + " " + version);
        }
    }

    private void hashedRekord(JsonNode spec) throws EvidenceException, RejectedException {
        JsonNode hash = spec.path("data").path("hash");
        require(content instanceof Bundle.Message, "it is of a file, not of a statement");
        require(isSha256(hash, "sha256", signedDigest()), "another digest");
        JsonNode signature = spec.path("signature");
        require(Arrays.equals(EvidenceJson.base64(signature, "content", WHAT), signature()), "another signature");
        pem(EvidenceJson.base64(signature.path("publicKey"), "content", WHAT));
    }

    /** Version 2 of Rekor logs statements as the digest of what is signed: the envelope's pre-authentication encoding. */
    private void hashedRekord2(JsonNode spec) throws EvidenceException, RejectedException {
        digest2(spec.path("data"), signedDigest());
        signature2(spec.path("signature"));
    }

    private void dsse(JsonNode spec) throws EvidenceException, RejectedException {
        Bundle.Envelope envelope = envelope();
        require(
                isSha256(
                        spec.path("payloadHash"),
                        "sha256",
                        Sha256.of(envelope.dsse().payload())),
                "another payload");
        JsonNode signature = only(EvidenceJson.list(spec, "signatures", 64, WHAT));
        require(Arrays.equals(EvidenceJson.base64(signature, "signature", WHAT), signature()), "another signature");
        pem(EvidenceJson.base64(signature, "verifier", WHAT));
    }

    private void dsse2(JsonNode spec) throws EvidenceException, RejectedException {
        digest2(spec.path("payloadHash"), Sha256.of(envelope().dsse().payload()));
        signature2(only(EvidenceJson.list(spec, "signatures", 64, WHAT)));
    }

    /** The signature stands there as base64 of base64: the type took the envelope's JSON for bytes. */
    private void inToto(JsonNode spec) throws EvidenceException, RejectedException {
        Dsse dsse = envelope().dsse();
        require(isSha256(spec.path("payloadHash"), "sha256", Sha256.of(dsse.payload())), "another payload");
        JsonNode logged = EvidenceJson.object(spec.path("envelope"), WHAT + "'s envelope");
        require(EvidenceJson.string(logged, "payloadType", WHAT).equals(dsse.payloadType()), "another payload type");
        JsonNode signature = only(EvidenceJson.list(logged, "signatures", 64, WHAT));
        String inner = new String(EvidenceJson.base64(signature, "sig", WHAT), StandardCharsets.US_ASCII);
        require(Arrays.equals(EvidenceJson.decode(inner, "sig", WHAT), signature()), "another signature");
        pem(EvidenceJson.base64(signature, "publicKey", WHAT));
    }

    private void digest2(JsonNode json, Sha256 expected) throws EvidenceException, RejectedException {
        EvidenceJson.object(json, WHAT + "'s digest");
        require(EvidenceJson.string(json, "algorithm", WHAT).equals("SHA2_256"), "not a SHA-256");
        require(Arrays.equals(EvidenceJson.base64(json, "digest", WHAT), expected.bytes()), "another digest");
    }

    private void signature2(JsonNode json) throws EvidenceException, RejectedException {
        EvidenceJson.object(json, WHAT + "'s signature");
        require(Arrays.equals(EvidenceJson.base64(json, "content", WHAT), signature()), "another signature");
        JsonNode verifier = EvidenceJson.object(json.path("verifier"), WHAT + "'s verifier");
        JsonNode holder =
                verifier.has("x509Certificate") ? verifier.path("x509Certificate") : verifier.path("publicKey");
        require(Arrays.equals(EvidenceJson.base64(holder, "rawBytes", WHAT), signer), "another certificate");
    }

    private static boolean isSha256(JsonNode hash, String algorithm, Sha256 expected) throws EvidenceException {
        EvidenceJson.object(hash, WHAT + "'s hash");
        return EvidenceJson.string(hash, "algorithm", WHAT).equals(algorithm)
                && EvidenceJson.string(hash, "value", WHAT).equals(expected.hex());
    }

    private void pem(byte[] pem) throws EvidenceException, RejectedException {
        String text = new String(pem, StandardCharsets.US_ASCII);
        String body = text.strip().replaceAll("-----(BEGIN|END) (CERTIFICATE|PUBLIC KEY)-----", "");
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new EvidenceException(WHAT + " has a signer that is not PEM");
        }
        require(Arrays.equals(der, signer), "another certificate");
    }

    private static JsonNode only(List<JsonNode> signatures) throws RejectedException, EvidenceException {
        require(signatures.size() == 1, "not exactly one signature");
        return EvidenceJson.object(signatures.getFirst(), WHAT + "'s signature");
    }

    private Bundle.Envelope envelope() throws RejectedException {
        if (content instanceof Bundle.Envelope envelope) {
            return envelope;
        }
        throw new RejectedException(OTHER + "it is of a statement, not of a file");
    }

    private Sha256 signedDigest() {
        return switch (content) {
            case Bundle.Message message -> artifact;
            case Bundle.Envelope envelope -> Sha256.of(envelope.dsse().pae());
        };
    }

    private byte[] signature() {
        return switch (content) {
            case Bundle.Message message -> message.signature();
            case Bundle.Envelope envelope -> envelope.signature();
        };
    }

    private static void require(boolean holds, String otherwise) throws RejectedException {
        RejectedException.unless(holds, OTHER + otherwise);
    }
}
