package dev.waag.ledger;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The proof of when an envelope was signed: a {@link TlogProof} whose extra data is the ledger entry of kind {@code signature} itself. The
 * log's key vouches for the entry, and the entry for the payload, the key and the time.
 */
public final class SignatureProof {
    /** The kind of such an entry. */
    public static final String KIND = "signature";

    private SignatureProof() {}

    /** What came of verifying a proof. */
    public sealed interface Result {}

    /**
     * @param at when the ledger entered that the payload was signed
     * @param keyId by which key
     * @param index the entry's number
     */
    public record Proven(Instant at, String keyId, long index) implements Result {}

    /** Nothing is proved. */
    public record Rejected(String reason) implements Result {}

    /**
     * Verifies a proof for an envelope, whose own signature the caller verifies.
     *
     * @param logs the keys of logs that are trusted
     */
    public static Result verify(String proof, Dsse envelope, Collection<NoteVerifier> logs) {
        try {
            TlogProof parsed = TlogProof.parse(proof);
            Optional<byte[]> entry = parsed.extra();
            if (entry.isEmpty()) {
                return new Rejected("the proof does not hold the entry that it is about");
            }
            String reason = "the log's key is not known";
            for (NoteVerifier log : logs) {
                switch (parsed.verify(entry.get(), log)) {
                    case TlogProof.Verified v -> {
                        return entry(Json.MAPPER.readTree(entry.get()), envelope, v.index());
                    }
                    case TlogProof.Rejected r -> reason = r.reason();
                }
            }
            return new Rejected(reason);
        } catch (NoteException | JacksonException e) {
            return new Rejected(String.valueOf(e.getMessage()));
        }
    }

    private static Result entry(JsonNode entry, Dsse envelope, long index) {
        String keyId = entry.path("key_id").asString("");
        if (!entry.path("kind").asString("").equals(KIND)
                || !entry.path("payload_type").asString("").equals(envelope.payloadType())
                || !entry.path("payload_sha256")
                        .asString("")
                        .equals(Sha256.of(envelope.payload()).hex())
                || envelope.signatures().stream().noneMatch(s -> s.keyId().equals(keyId))) {
            return new Rejected("entry " + index + " of the log is about something else than this signature");
        }
        try {
            return new Proven(Instant.parse(entry.path("at").asString("")), keyId, index);
        } catch (DateTimeParseException e) {
            return new Rejected("entry " + index + " of the log has no time");
        }
    }
}
