package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.ledger.TlogProof;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks proofs that a ledger has an entry about a file (C2SP tlog-proof). The entry itself is the proof's extra data; it names the
 * file by {@code sha256}, or the payload of a signature about it by {@code payload_sha256}. For one file.
 */
final class LogProofChecks {
    private static final String CHECK = "ledger";
    /** Entries that a gate makes when it signs; whatever else says so proves nothing. */
    private static final Set<String> OF_SIGNATURES = Set.of("signature", "receipt");

    private final List<NoteVerifier> logs;
    private final String filename;
    private final Sha256 sha256;

    LogProofChecks(List<NoteVerifier> logs, String filename, Sha256 sha256) {
        this.logs = logs;
        this.filename = filename;
        this.sha256 = sha256;
    }

    /** A payload that a ledger proves to have been signed by a key, and when that was entered. */
    record Proven(String payloadSha256, String keyId, Instant at) {
        boolean covers(Dsse envelope) {
            return Sha256.of(envelope.payload()).hex().equals(payloadSha256)
                    && envelope.signatures().stream().anyMatch(s -> s.keyId().equals(keyId));
        }
    }

    /**
     * @param all the evidence about the file, of which the entry may name an envelope
     * @param proven takes what the proof shows about signatures
     */
    List<EvidenceCheck> check(Evidence evidence, List<Evidence> all, List<Proven> proven) {
        String name = evidence.name();
        try {
            TlogProof proof = TlogProof.parse(new String(evidence.content(), StandardCharsets.UTF_8));
            Optional<byte[]> extra = proof.extra();
            if (extra.isEmpty()) {
                return List.of(EvidenceCheck.fail(name, CHECK, "the proof does not bring the entry that it proves"));
            }
            if (logs.isEmpty()) {
                return List.of(EvidenceCheck.fail(name, CHECK, "there is no ledger's key to verify it by"));
            }
            String reason = "";
            for (NoteVerifier log : logs) {
                switch (proof.verify(extra.get(), log)) {
                    case TlogProof.Rejected rejected -> reason = rejected.reason();
                    case TlogProof.Verified verified -> {
                        return List.of(entry(name, extra.get(), verified, all, proven));
                    }
                }
            }
            return List.of(EvidenceCheck.fail(name, CHECK, reason));
        } catch (NoteException e) {
            return List.of(EvidenceCheck.fail(name, "format", String.valueOf(e.getMessage())));
        } catch (EvidenceException e) {
            return List.of(EvidenceCheck.fail(name, CHECK, e.reason()));
        }
    }

    private EvidenceCheck entry(
            String name, byte[] bytes, TlogProof.Verified verified, List<Evidence> all, List<Proven> proven)
            throws EvidenceException {
        String what = "the ledger's entry";
        JsonNode entry = EvidenceJson.object(bytes, what);
        String kind = EvidenceJson.string(entry, "kind", what);
        Instant at;
        try {
            at = Instant.parse(EvidenceJson.string(entry, "at", what));
        } catch (DateTimeException e) {
            throw new EvidenceException("the ledger's entry has no time");
        }
        String where =
                "entry " + verified.index() + " of " + verified.checkpoint().origin() + ", " + kind + " at " + at;
        Optional<String> payload = EvidenceJson.optionalString(entry, "payload_sha256", what);
        if (payload.isPresent() && OF_SIGNATURES.contains(kind)) {
            Proven one = new Proven(payload.get(), EvidenceJson.string(entry, "key_id", what), at);
            for (Dsse envelope : envelopes(all)) {
                if (one.covers(envelope)) {
                    proven.add(one);
                    return EvidenceCheck.pass(name, CHECK, where);
                }
            }
            return EvidenceCheck.fail(name, CHECK, where + ", is about another signature");
        }
        if (EvidenceJson.optionalString(entry, "sha256", what)
                        .filter(sha256.hex()::equals)
                        .isEmpty()
                || EvidenceJson.optionalString(entry, "filename", what)
                        .filter(f -> !f.equals(filename))
                        .isPresent()) {
            return EvidenceCheck.fail(name, CHECK, where + ", is about another file");
        }
        boolean refused = EvidenceJson.optionalString(entry, "verdict", what)
                        .filter(v -> !v.equals("allow"))
                        .isPresent()
                || kind.equals("recall")
                || kind.equals("upstream-changed");
        return refused
                ? EvidenceCheck.fail(name, CHECK, where + ", says that the file was refused")
                : EvidenceCheck.pass(name, CHECK, where);
    }

    /** The envelopes among the evidence, for comparing alone: whether they verify is judged elsewhere. */
    private static List<Dsse> envelopes(List<Evidence> all) {
        List<Dsse> found = new ArrayList<>();
        for (Evidence evidence : all) {
            if (evidence.kind() == Evidence.Kind.ENVELOPES) {
                try {
                    for (byte[] document : KeyChecks.documents(evidence)) {
                        found.add(Dsse.parse(EvidenceJson.object(document, "the envelope")));
                    }
                } catch (EvidenceException | NoteException e) {
                    // refused where the envelopes themselves are checked
                }
            }
        }
        return found;
    }
}
