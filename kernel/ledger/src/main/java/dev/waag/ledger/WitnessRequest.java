package dev.waag.ledger;

import dev.waag.sign.NoteException;
import dev.waag.sign.StrictBase64;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log asks of a witness (C2SP tlog-witness, "add-checkpoint"): to cosign a checkpoint that is consistent with the one of {@code
 * oldSize} entries, which the witness has seen.
 *
 * <pre>
 * old 20852014
 * ATSbDp+...            (the consistency proof, none or more lines)
 *
 * the signed checkpoint
 * </pre>
 */
public record WitnessRequest(long oldSize, List<byte[]> proof, String checkpoint) {
    /** The longest request that is read, in characters. */
    public static final int MAX_LENGTH = 1 << 20;

    private static final String OLD = "old ";
    private static final int MAX_HASHES = 63;

    public WitnessRequest {
        proof = proof.stream().map(byte[]::clone).toList();
    }

    /** Reads the body of a request; the checkpoint in it is not looked at yet. */
    public static WitnessRequest parse(String text) throws NoteException {
        int split = text.indexOf("\n\n");
        if (text.length() > MAX_LENGTH || split < 0) {
            throw new NoteException("the request has no empty line before its checkpoint, or is too long");
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, split).split("\n", -1)));
        String first = lines.removeFirst();
        if (!first.startsWith(OLD) || lines.size() > MAX_HASHES) {
            throw new NoteException("the request begins with \"old N\" and has at most " + MAX_HASHES + " hashes");
        }
        List<byte[]> proof = new ArrayList<>();
        for (String line : lines) {
            byte[] hash = StrictBase64.decode(line);
            if (hash.length != Merkle.HASH_SIZE) {
                throw new NoteException("a hash of the proof is not " + Merkle.HASH_SIZE + " bytes long");
            }
            proof.add(hash);
        }
        return new WitnessRequest(
                Numbers.parse(first.substring(OLD.length()), "the old size"), proof, text.substring(split + 2));
    }

    /** The body; {@link #parse} reads it. */
    public String format() {
        StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> text.append(StrictBase64.encode(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }
}
