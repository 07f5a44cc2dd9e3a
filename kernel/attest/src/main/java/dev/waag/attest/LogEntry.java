package dev.waag.attest;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An entry of a Rekor log with its proof (sigstore protobuf-specs, {@code TransparencyLogEntry}): claimed, not verified.
 *
 * @param logIndex the entry's number over all shards; what the promise signs
 * @param logId which log
 * @param kind the entry's type, such as {@code dsse}
 * @param version the type's version
 * @param integratedTime when the log says that it took the entry; only the promise signs it
 * @param promise the signed entry timestamp
 * @param proof that the body is in the log
 * @param body the entry, as the log hashed it
 */
record LogEntry(
        long logIndex,
        byte[] logId,
        String kind,
        String version,
        Optional<Instant> integratedTime,
        Optional<byte[]> promise,
        Proof proof,
        byte[] body) {
    private static final String WHAT = "a log entry";
    private static final int MAX_HASHES = 64;

    LogEntry {
        logId = logId.clone();
        body = body.clone();
    }

    /** An inclusion proof with the checkpoint that it leads to. */
    record Proof(long index, long size, byte[] root, List<byte[]> hashes, String checkpoint) {}

    static LogEntry parse(JsonNode json) throws EvidenceException {
        EvidenceJson.object(json, WHAT);
        JsonNode kind = EvidenceJson.object(json.path("kindVersion"), WHAT + "'s kind");
        JsonNode promise = json.path("inclusionPromise");
        Optional<Instant> integrated = Optional.empty();
        if (!EvidenceJson.isAbsent(json.path("integratedTime"))) {
            long seconds = EvidenceJson.number(json, "integratedTime", WHAT);
            try {
                integrated = seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
            } catch (DateTimeException e) {
                throw new EvidenceException(WHAT + " has a time beyond all calendars");
            }
        }
        return new LogEntry(
                EvidenceJson.isAbsent(json.path("logIndex")) ? 0 : EvidenceJson.number(json, "logIndex", WHAT),
                EvidenceJson.base64(EvidenceJson.object(json.path("logId"), WHAT + "'s log id"), "keyId", WHAT),
                EvidenceJson.string(kind, "kind", WHAT),
                EvidenceJson.string(kind, "version", WHAT),
                integrated,
                EvidenceJson.isAbsent(promise)
                        ? Optional.empty()
                        : Optional.of(EvidenceJson.base64(promise, "signedEntryTimestamp", WHAT)),
                proof(json.path("inclusionProof")),
                EvidenceJson.base64(json, "canonicalizedBody", WHAT));
    }

    private static Proof proof(JsonNode json) throws EvidenceException {
        if (EvidenceJson.isAbsent(json)) {
            throw new EvidenceException(WHAT + " has no inclusion proof");
        }
        String what = "an inclusion proof";
        List<byte[]> hashes = new ArrayList<>();
        for (JsonNode hash : EvidenceJson.list(json, "hashes", MAX_HASHES, what)) {
            if (!hash.isString()) {
                throw new EvidenceException(what + " has a hash that is no string");
            }
            hashes.add(EvidenceJson.decode(hash.stringValue(), "hashes", what));
        }
        JsonNode checkpoint = json.path("checkpoint");
        if (EvidenceJson.isAbsent(checkpoint)) {
            throw new EvidenceException(what + " has no checkpoint");
        }
        return new Proof(
                EvidenceJson.isAbsent(json.path("logIndex")) ? 0 : EvidenceJson.number(json, "logIndex", what),
                EvidenceJson.number(json, "treeSize", what),
                EvidenceJson.base64(json, "rootHash", what),
                List.copyOf(hashes),
                EvidenceJson.string(checkpoint, "envelope", what));
    }
}
