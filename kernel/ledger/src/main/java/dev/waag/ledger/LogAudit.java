package dev.waag.ledger;

import static dev.waag.ledger.Merkle.HASH_SIZE;

import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.SignedNote;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Recomputes a whole log from its entries and compares it with what is stored and signed.
 *
 * <p>The entries are read once, in their order, and in memory that does not grow with the log: they are appended to a tree
 * of which only the right edge is kept, and every tile that this tree writes must be the stored one, byte for byte.
 */
public final class LogAudit {
    private final TileReader reader;
    private final Checkpoint head;
    private final Optional<Checkpoint> older;
    private final LongConsumer progress;
    private final RightEdge edge = new RightEdge();

    private LogAudit(TileReader reader, Checkpoint head, Optional<Checkpoint> older, LongConsumer progress) {
        this.reader = reader;
        this.head = head;
        this.older = older;
        this.progress = progress;
    }

    /** What came of an audit. */
    public sealed interface Result {}

    /** Everything holds: signature, root, all tiles, all entries, the older checkpoint. */
    public record Clean(Checkpoint checkpoint, long entries) implements Result {}

    /** Something does not hold; the reason names the first that was found. */
    public record Broken(String reason) implements Result {}

    /**
     * Audits a log of Waag's: signature, root, every hash tile of every level, every entry (a JSON object with a text {@code
     * kind}, an RFC 3339 UTC {@code at} and an {@code actor}), and that an older checkpoint's tree is a beginning of this one.
     *
     * @param older a checkpoint that was verified before and kept
     * @param progress told how many entries are done, now and then
     * @throws IOException where a tile could not be read, so that nothing is known; one that is missing or malformed is {@link Broken}
     */
    public static Result audit(
            TileReader reader,
            String signedCheckpoint,
            NoteVerifier key,
            Optional<Checkpoint> older,
            LongConsumer progress)
            throws IOException {
        try {
            Checkpoint head = switch (SignedNote.open(signedCheckpoint, List.of(key))) {
                case SignedNote.Verified note -> Checkpoint.parse(note.text());
                case SignedNote.Rejected rejected -> throw new NoteException(rejected.reason());
            };
            new LogAudit(reader, head, older, progress).run();
            return new Clean(head, head.size());
        } catch (NoteException e) {
            return new Broken("the checkpoint: " + e.getMessage());
        } catch (Fault | BrokenTileException e) {
            return new Broken(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            return new Broken("a file of the log is missing: " + e.getMessage());
        }
    }

    private void run() throws IOException, Fault {
        if (older.isPresent()) {
            requireSuccessor(older.get());
        }
        compareOlder();
        List<TileFile> full = new ArrayList<>();
        while (edge.size() < head.size()) {
            readBundle(full);
            for (TileFile tile : full) {
                compare(tile);
            }
            full.clear();
            progress.accept(edge.size());
        }
        for (TileFile tile : edge.partialSince(0)) {
            compare(tile);
        }
        if (!Arrays.equals(edge.root(), head.root())) {
            throw new Fault("the entries do not hash to the root of the checkpoint");
        }
    }

    private void requireSuccessor(Checkpoint before) throws Fault {
        if (!before.origin().equals(head.origin())) {
            throw new Fault("the origin was " + before.origin() + " and is now " + head.origin());
        }
        if (before.size() > head.size()) {
            throw new Fault("the log had " + before.size() + " entries and now has " + head.size());
        }
    }

    private void readBundle(List<TileFile> full) throws IOException, Fault {
        TilePath bundle = Tiles.holding(0, edge.size(), head.size());
        for (byte[] entry : EntryBundle.read(reader, bundle.index(), bundle.width())) {
            Optional<String> problem = EntryCheck.problem(entry);
            if (problem.isPresent()) {
                throw new Fault("entry " + edge.size() + " " + problem.get());
            }
            edge.append(entry, full);
            compareOlder();
        }
    }

    private void compareOlder() throws Fault {
        if (older.isPresent()
                && older.get().size() == edge.size()
                && !Arrays.equals(older.get().root(), edge.root())) {
            throw new Fault("the first " + edge.size() + " entries are not those of the older checkpoint");
        }
    }

    private void compare(TileFile expected) throws IOException, Fault {
        TilePath tile = expected.tile();
        if (tile.level() == TilePath.ENTRIES) {
            return; // the entries were read from this very bundle
        }
        byte[] stored = Tiles.read(reader, tile);
        int place = Arrays.mismatch(stored, expected.bytes());
        if (place >= 0) {
            throw new Fault(tile + " is not what the entries hash to, from its hash " + place / HASH_SIZE + " on");
        }
    }

    /** A finding, on its way to the result. */
    private static final class Fault extends Exception {
        Fault(String message) {
            super(message);
        }
    }
}
