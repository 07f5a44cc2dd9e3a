package dev.waag.attest;

import dev.waag.sign.Dsse;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An attestation object (PEP 740, "Attestation objects", version 1): a signed statement about one distribution, with the
 * certificate and the log entries that prove the signature. Read, not verified: {@link AttestationVerifier} judges it.
 */
public final class Attestation {
    private static final String WHAT = "the attestation";
    private static final int MAX_ENTRIES = 32;

    private final X509Certificate certificate;
    private final List<LogEntry> entries;
    private final byte[] statement;
    private final byte[] signature;

    private Attestation(X509Certificate certificate, List<LogEntry> entries, byte[] statement, byte[] signature) {
        this.certificate = certificate;
        this.entries = List.copyOf(entries);
        this.statement = statement;
        this.signature = signature;
    }

    public static Attestation parse(byte[] json) throws EvidenceException {
        return parse(EvidenceJson.object(json, WHAT));
    }

    static Attestation parse(JsonNode json) throws EvidenceException {
        EvidenceJson.object(json, WHAT);
        if (!json.path("version").isIntegralNumber() || EvidenceJson.number(json, "version", WHAT) != 1) {
            throw new EvidenceException("the attestation is not of version 1");
        }
        JsonNode material = EvidenceJson.object(json.path("verification_material"), WHAT + "'s verification material");
        JsonNode envelope = EvidenceJson.object(json.path("envelope"), WHAT + "'s envelope");
        List<LogEntry> entries = new ArrayList<>();
        for (JsonNode entry : EvidenceJson.list(material, "transparency_entries", MAX_ENTRIES, WHAT)) {
            entries.add(LogEntry.parse(entry));
        }
        if (entries.isEmpty()) {
            throw new EvidenceException("the attestation is in no transparency log");
        }
        return new Attestation(
                Certificates.parse(
                        EvidenceJson.base64(material, "certificate", WHAT), "the certificate of the attestation"),
                entries,
                EvidenceJson.base64(envelope, "statement", WHAT),
                EvidenceJson.base64(envelope, "signature", WHAT));
    }

    /** The same as a Sigstore bundle: the statement is the payload of a DSSE envelope (PEP 740, "Verification"). */
    Bundle bundle() {
        Dsse dsse = new Dsse(Statement.PAYLOAD_TYPE, statement, List.of(new Dsse.Signature("", signature)));
        return new Bundle(Optional.of(certificate), entries, List.of(), new Bundle.Envelope(dsse, signature));
    }
}
