package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When an envelope was signed, as a ledger proves it offline: a C2SP tlog-proof brings the entry that the gate made with the signature. With it,
 * what a key signed before it was revoked or expired stays good.
 */
public final class SignatureTime {
    private SignatureTime() {}

    /** What a proof shows. */
    public sealed interface Result {}

    /** @param at when the entry says that the signature was entered */
    public record Proven(Instant at) implements Result {}

    /** The proof shows nothing about this envelope. */
    public record Unproven(String reason) implements Result {}

    /** @param logs the keys of the ledgers that are believed */
    public static Result of(String name, byte[] proof, Dsse envelope, List<NoteVerifier> logs) {
        byte[] document = envelope.toJson().getBytes(StandardCharsets.UTF_8);
        List<LogProofChecks.Proven> proven = new ArrayList<>();
        List<EvidenceCheck> checks = new LogProofChecks(logs, name, Sha256.of(document))
                .check(
                        new Evidence(name, Evidence.Kind.LOG_PROOF, proof),
                        List.of(new Evidence(name, Evidence.Kind.ENVELOPES, document)),
                        proven);
        return proven.isEmpty()
                ? new Unproven(checks.getFirst().detail())
                : new Proven(proven.getFirst().at());
    }
}
