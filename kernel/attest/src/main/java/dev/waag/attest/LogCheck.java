package dev.waag.attest;

import dev.waag.core.Json;
import dev.waag.ledger.Checkpoint;
import dev.waag.ledger.Merkle;
import dev.waag.ledger.Proofs;
import dev.waag.sign.NoteException;
import dev.waag.sign.StrictBase64;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/** Verifies that a log holds an entry, by its checkpoint and, where the log gave one, its promise (sigstore client specification, section 4.4). */
final class LogCheck {
    private static final String DASH = "\u2014 ";
    private static final int HINT = 4;
    private static final int MAX_NOTE = 1 << 16;
    private static final int MAX_SIGNATURES = 100;

    private LogCheck() {}

    /** The body leads to the root of a checkpoint that the log signed. */
    static void inclusion(LogEntry entry, TrustedRoot.Log log) throws RejectedException {
        LogEntry.Proof proof = entry.proof();
        Checkpoint head = checkpoint(proof.checkpoint(), log);
        RejectedException.unless(
                head.size() == proof.size() && Arrays.equals(head.root(), proof.root()),
                "the checkpoint of the log is not that of the inclusion proof");
        RejectedException.unless(
                Proofs.verifyInclusion(
                        Merkle.leafHash(entry.body()), proof.index(), head.size(), head.root(), proof.hashes()),
                "the inclusion proof does not lead to the root of the log");
    }

    /**
     * A signed note (C2SP signed-note) whose signatures are the log's own kind: the hint is the beginning of the log's id, and the
     * algorithm that of its key. Signatures of others (witnesses, former keys) prove nothing here and are passed over.
     */
    private static Checkpoint checkpoint(String note, TrustedRoot.Log log) throws RejectedException {
        int split = note.lastIndexOf("\n\n");
        RejectedException.unless(
                split > 0 && note.endsWith("\n") && note.length() <= MAX_NOTE, "the checkpoint is not a signed note");
        String text = note.substring(0, split + 1);
        String[] lines = note.substring(split + 2).split("\n");
        RejectedException.unless(lines.length <= MAX_SIGNATURES, "the checkpoint has too many signatures");
        boolean signed = false;
        for (String line : lines) {
            signed |= signs(line, text, log);
        }
        RejectedException.unless(signed, "the log did not sign the checkpoint");
        try {
            return Checkpoint.parse(text);
        } catch (NoteException e) {
            throw new RejectedException("the checkpoint of the log is malformed: " + e.getMessage());
        }
    }

    private static boolean signs(String line, String text, TrustedRoot.Log log) throws RejectedException {
        int space = line.indexOf(' ', DASH.length());
        RejectedException.unless(
                line.startsWith(DASH) && space > DASH.length(), "the checkpoint has a malformed signature line");
        byte[] data;
        try {
            data = StrictBase64.decode(line.substring(space + 1));
        } catch (NoteException e) {
            throw new RejectedException("the checkpoint has a signature that is not base64");
        }
        String name = line.substring(DASH.length(), space);
        if (data.length <= HINT
                || !Arrays.equals(data, 0, HINT, log.id(), 0, HINT)
                || !name.equals(origin(log.baseUrl()))) {
            return false;
        }
        RejectedException.unless(
                SignatureCheck.verifies(
                        log.key(), text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(data, HINT, data.length)),
                "the log's signature on the checkpoint is wrong");
        return true;
    }

    /** A log signs its checkpoints by its host, and port where it is not the scheme's own. */
    private static String origin(String baseUrl) {
        try {
            URI uri = URI.create(baseUrl);
            String authority = uri.getAuthority();
            return authority == null ? baseUrl : authority;
        } catch (IllegalArgumentException e) {
            return baseUrl;
        }
    }

    /** The log's promise signs body, time, log and index (Rekor, SignedEntryTimestamp: the canonical JSON of the four). */
    static void promise(LogEntry entry, TrustedRoot.Log log, byte[] promise) throws RejectedException {
        RejectedException.unless(entry.integratedTime().isPresent(), "the log promises an entry without a time");
        ObjectNode payload = Json.MAPPER.createObjectNode();
        payload.put("body", StrictBase64.encode(entry.body()));
        payload.put("integratedTime", entry.integratedTime().get().getEpochSecond());
        payload.put("logID", HexFormat.of().formatHex(entry.logId()));
        payload.put("logIndex", entry.logIndex());
        RejectedException.unless(
                SignatureCheck.verifies(log.key(), Json.MAPPER.writeValueAsBytes(payload), promise),
                "the log's signed entry timestamp is wrong");
    }
}
