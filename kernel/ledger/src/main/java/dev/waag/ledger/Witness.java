package dev.waag.ledger;

import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.SignedNote;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a witness decides (C2SP tlog-witness, "add-checkpoint"), given what it cosigned last. */
public final class Witness {
    private Witness() {}

    /** The decision; each but the first has its own HTTP status. */
    public sealed interface Decision {}

    /**
     * To cosign, once it is stored that this is the newest.
     *
     * @param text of the note, which is what is cosigned
     */
    public record Cosign(Checkpoint checkpoint, String text) implements Decision {}

    /** 409: the request starts from another size than the one cosigned last, which is told. */
    public record Conflict(long size) implements Decision {}

    /** 404: no log of that name is watched. */
    public record Unknown(String origin) implements Decision {}

    /** 403: the log's key did not sign it. */
    public record Forbidden(String reason) implements Decision {}

    /** 422: the checkpoint is not consistent with what was cosigned before. */
    public record Inconsistent(String reason) implements Decision {}

    /** 400: not such a request. */
    public record Malformed(String reason) implements Decision {}

    /** What was cosigned last for a log. */
    public record Seen(long size, byte[] root) {
        public Seen {
            root = root.clone();
        }
    }

    /** Remembers what was cosigned last, by the log's origin. */
    @FunctionalInterface
    public interface Memory {
        Optional<Seen> last(String origin);
    }

    /** @param logs the keys of the logs that are watched; a log's key is named after its origin */
    public static Decision decide(String body, Collection<NoteVerifier> logs, Memory memory) {
        WitnessRequest request;
        String origin;
        try {
            request = WitnessRequest.parse(body);
            origin = request.checkpoint().split("\n", 2)[0];
            SignedNote.signatures(request.checkpoint());
        } catch (NoteException e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
        List<NoteVerifier> known =
                logs.stream().filter(k -> k.name().equals(origin)).toList();
        if (known.isEmpty()) {
            return new Unknown(origin);
        }
        return switch (SignedNote.open(request.checkpoint(), known)) {
            case SignedNote.Rejected rejected -> new Forbidden(rejected.reason());
            case SignedNote.Verified note -> decide(request, note.text(), memory);
        };
    }

    private static Decision decide(WitnessRequest request, String text, Memory memory) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(text);
        } catch (NoteException e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
        if (request.oldSize() > checkpoint.size()) {
            return new Malformed("the old size is larger than the checkpoint's");
        }
        Optional<Seen> last = memory.last(checkpoint.origin());
        long size = last.map(Seen::size).orElse(0L);
        if (request.oldSize() != size) {
            return new Conflict(size);
        }
        if (size == 0) {
            return request.proof().isEmpty()
                    ? new Cosign(checkpoint, text)
                    : new Inconsistent("from an empty log nothing is to be proved");
        }
        byte[] root = last.get().root();
        if (checkpoint.size() == size && !Arrays.equals(checkpoint.root(), root)) {
            return new Conflict(size); // two trees of one size: the log shows different people different things
        }
        return Proofs.verifyConsistency(size, root, checkpoint.size(), checkpoint.root(), request.proof())
                ? new Cosign(checkpoint, text)
                : new Inconsistent("the proof does not lead from the tree of " + size + " entries to this one");
    }
}
