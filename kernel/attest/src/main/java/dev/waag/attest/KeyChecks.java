package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.NoteException;
import dev.waag.sign.TrustSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks DSSE envelopes that keys of the verifier's trust signed. For one file. */
final class KeyChecks {
    private static final String SIGNATURE = "signature";
    private static final int MAX_DOCUMENTS = 1000;

    private final Trust trust;
    private final Instant now;
    private final String filename;
    private final Sha256 sha256;

    KeyChecks(Trust trust, Instant now, String filename, Sha256 sha256) {
        this.trust = trust;
        this.now = now;
        this.filename = filename;
        this.sha256 = sha256;
    }

    /** Each line is an envelope or a bundle, and each must verify. */
    List<EvidenceCheck> check(Evidence evidence, List<LogProofChecks.Proven> proven, CertificateChecks certificates) {
        List<EvidenceCheck> checks = new ArrayList<>();
        try {
            for (byte[] document : documents(evidence)) {
                JsonNode json = EvidenceJson.object(document, "the envelope");
                if (Bundle.looksLikeOne(json)) {
                    checks.addAll(certificates.bundle(evidence.name(), document));
                } else {
                    checks.addAll(envelope(evidence.name(), Dsse.parse(json), proven));
                }
            }
        } catch (EvidenceException e) {
            checks.add(EvidenceCheck.fail(evidence.name(), "format", e.reason()));
        } catch (NoteException e) {
            checks.add(EvidenceCheck.fail(evidence.name(), "format", String.valueOf(e.getMessage())));
        }
        return checks;
    }

    /** One JSON document, or one a line. */
    static List<byte[]> documents(Evidence evidence) throws EvidenceException {
        String text = new String(evidence.content(), StandardCharsets.UTF_8);
        List<String> lines =
                text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (lines.isEmpty() || lines.size() > MAX_DOCUMENTS * 100) {
            throw new EvidenceException("the file holds no envelope, or too many");
        }
        boolean eachWhole = lines.stream().allMatch(l -> l.startsWith("{") && l.endsWith("}"));
        if (!eachWhole || lines.size() == 1) {
            return List.of(evidence.content());
        }
        if (lines.size() > MAX_DOCUMENTS) {
            throw new EvidenceException("the file holds more than " + MAX_DOCUMENTS + " envelopes");
        }
        return lines.stream().map(l -> l.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** How to have the proof that is lacking, where that is all. */
    private String mended(String reason) {
        return reason.endsWith(KeyEntry.UNPROVEN)
                ? reason + "; " + filename + Evidence.Kind.LOG_PROOF.suffix()
                        + " beside the file proves it: waag ledger prove INDEX --entry -o writes it, INDEX being the"
                        + " entry that waag sign told"
                : reason;
    }

    private List<EvidenceCheck> envelope(String name, Dsse envelope, List<LogProofChecks.Proven> proven) {
        if (trust.keys().isEmpty()) {
            return List.of(EvidenceCheck.fail(name, SIGNATURE, "there is no trusted key to verify it by"));
        }
        Optional<Instant> logged = proven.stream()
                .filter(p -> p.covers(envelope))
                .map(LogProofChecks.Proven::at)
                .findFirst();
        return switch (trust.keys().get().verify(envelope, now, logged)) {
            case TrustSet.Rejected rejected -> List.of(EvidenceCheck.fail(name, SIGNATURE, mended(rejected.reason())));
            case TrustSet.Verified verified ->
                List.of(
                        EvidenceCheck.pass(
                                name,
                                SIGNATURE,
                                "by the key " + String.join(" and ", verified.names())
                                        + logged.map(t -> ", logged at " + t).orElse("")),
                        SubjectCheck.check(name, envelope, filename, sha256, true));
        };
    }
}
