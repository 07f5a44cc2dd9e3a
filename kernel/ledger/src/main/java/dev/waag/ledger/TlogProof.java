package dev.waag.ledger;

import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.SignedNote;
import dev.waag.sign.StrictBase64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The proof that an entry is in a log, to be verified offline with the log's key alone (C2SP tlog-proof, "Format"). Stored
 * beside what it proves as {@code NAME.tlog-proof}:
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra AAEC                                    (optional)
 * index 73894
 * gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=  (none, or more: the inclusion proof, the leaf's sibling first)
 *
 * the signed checkpoint, as the log published it
 * </pre>
 *
 * Two proofs are equal where their texts are.
 */
public final class TlogProof {
    /** The longest proof that is read, in characters. */
    public static final int MAX_LENGTH = 2 * SignedNote.MAX_LENGTH;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    /** A tree of at most 2^63 leaves has no longer path. */
    private static final int MAX_HASHES = 63;

    private final long index;
    private final List<byte[]> hashes;
    private final String checkpoint;
    private final Optional<String> extra;

    /**
     * @param index which entry of the log, from 0
     * @param hashes the inclusion proof, the leaf's sibling first, 32 bytes each
     * @param checkpoint the signed note, whole
     * @param extra bytes that the application adds; nobody signed them
     */
    public TlogProof(long index, List<byte[]> hashes, String checkpoint, Optional<byte[]> extra) {
        if (index < 0 || hashes.size() > MAX_HASHES || hashes.stream().anyMatch(h -> h.length != Merkle.HASH_SIZE)) {
            throw new IllegalArgumentException("not the index and the hashes of an inclusion proof");
        }
        this.index = index;
        this.hashes = hashes.stream().map(byte[]::clone).toList();
        this.checkpoint = checkpoint;
        this.extra = extra.map(StrictBase64::encode);
    }

    /** What came of verifying a proof. */
    public sealed interface Result {}

    /** The entry is in the log, at that index, under that checkpoint, which the key signed. */
    public record Verified(Checkpoint checkpoint, long index) implements Result {}

    /** Nothing is proved. */
    public record Rejected(String reason) implements Result {}

    /** Makes the proof for an entry out of the log's tiles, for a checkpoint that the log signed. */
    public static TlogProof of(TileReader reader, long index, String signedCheckpoint, NoteVerifier key)
            throws IOException, NoteException {
        Checkpoint checkpoint = switch (SignedNote.open(signedCheckpoint, List.of(key))) {
            case SignedNote.Verified note -> Checkpoint.parse(note.text());
            case SignedNote.Rejected rejected -> throw new NoteException(rejected.reason());
        };
        return new TlogProof(
                index, Proofs.inclusion(reader, index, checkpoint.size()), signedCheckpoint, Optional.empty());
    }

    /** Reads the text of a proof; the checkpoint in it is read only when the proof is verified. */
    public static TlogProof parse(String text) throws NoteException {
        if (text.length() > MAX_LENGTH) {
            throw new NoteException("the proof is longer than " + MAX_LENGTH + " characters");
        }
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new NoteException("the proof has no empty line before its checkpoint");
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, split).split("\n", -1)));
        if (!lines.removeFirst().equals(HEADER)) {
            throw new NoteException("a proof begins with " + HEADER);
        }
        Optional<byte[]> extra = Optional.empty();
        if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
            extra = Optional.of(StrictBase64.decode(lines.removeFirst().substring(EXTRA.length())));
        }
        if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
            throw new NoteException("the proof has no line \"index N\"");
        }
        long index = Numbers.parse(lines.removeFirst().substring(INDEX.length()), "the index of the proof");
        return new TlogProof(index, hashes(lines), text.substring(split + 2), extra);
    }

    private static List<byte[]> hashes(List<String> lines) throws NoteException {
        if (lines.size() > MAX_HASHES) {
            throw new NoteException("the proof has more than " + MAX_HASHES + " hashes");
        }
        List<byte[]> hashes = new ArrayList<>();
        for (String line : lines) {
            byte[] hash = StrictBase64.decode(line);
            if (hash.length != Merkle.HASH_SIZE) {
                throw new NoteException("a hash of the proof is not " + Merkle.HASH_SIZE + " bytes long");
            }
            hashes.add(hash);
        }
        return hashes;
    }

    /** The same proof with other bytes of the application's. */
    public TlogProof withExtra(Optional<byte[]> bytes) {
        return new TlogProof(index, hashes, checkpoint, bytes);
    }

    /** The text of the proof; {@link #parse} reads it. */
    public String format() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        extra.ifPresent(bytes -> text.append(EXTRA).append(bytes).append('\n'));
        text.append(INDEX).append(index).append('\n');
        hashes.forEach(hash -> text.append(StrictBase64.encode(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /** Verifies that the key signed the checkpoint and that the entry is in its tree. */
    public Result verify(byte[] entry, NoteVerifier key) {
        return switch (SignedNote.open(checkpoint, List.of(key))) {
            case SignedNote.Rejected rejected -> new Rejected("its checkpoint: " + rejected.reason());
            case SignedNote.Verified note -> verify(entry, note.text());
        };
    }

    private Result verify(byte[] entry, String text) {
        Checkpoint head;
        try {
            head = Checkpoint.parse(text);
        } catch (NoteException e) {
            return new Rejected("its checkpoint: " + e.getMessage());
        }
        if (index >= head.size()) {
            return new Rejected("entry " + index + " is not in a tree of " + head.size());
        }
        if (!Proofs.verifyInclusion(Merkle.leafHash(entry), index, head.size(), head.root(), hashes)) {
            return new Rejected(
                    "the proof does not lead from this entry at index " + index + " to the root of the checkpoint");
        }
        return new Verified(head, index);
    }

    public long index() {
        return index;
    }

    /** The inclusion proof, the leaf's sibling first. */
    public List<byte[]> hashes() {
        return hashes.stream().map(byte[]::clone).toList();
    }

    /** The signed checkpoint, as it stands in the proof: not verified. */
    public String checkpoint() {
        return checkpoint;
    }

    /** What the application added: nobody signed it. */
    public Optional<byte[]> extra() throws NoteException {
        return extra.isEmpty() ? Optional.empty() : Optional.of(StrictBase64.decode(extra.get()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlogProof that && format().equals(that.format());
    }

    @Override
    public int hashCode() {
        return format().hashCode();
    }

    @Override
    public String toString() {
        return format();
    }
}
