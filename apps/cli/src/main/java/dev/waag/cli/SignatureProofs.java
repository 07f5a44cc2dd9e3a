package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.ledger.EntryBundle;
import dev.waag.ledger.TlogProof;
import dev.waag.sign.NoteException;
import dev.waag.store.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Writes beside a signed file the proof that its signature is in the ledger, with the entry itself as the proof's extra data. */
final class SignatureProofs {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private SignatureProofs() {}

    static Path write(LogReader log, Path file, long entry) throws IOException {
        String note = published(log, entry);
        try {
            TlogProof proof = withEntry(log, entry, note);
            Path place = file.resolveSibling(file.getFileName() + ".tlog-proof");
            Durable.write(place, proof.format().getBytes(StandardCharsets.UTF_8));
            return place;
        } catch (NoteException e) {
            throw new UserException(
                    Exit.FINDINGS,
                    "the log does not verify: " + e.getMessage(),
                    "files of the log were damaged or changed, or belong to another log",
                    "run waag ledger verify");
        }
    }

    /** The proof of an entry under a checkpoint, with the entry itself. */
    static TlogProof withEntry(LogReader log, long entry, String note) throws IOException, NoteException {
        byte[] body = EntryBundle.entry(
                log.tiles(), entry, log.verifiedCheckpoint(note).size());
        return TlogProof.of(log.tiles(), entry, note, log.key()).withExtra(Optional.of(body));
    }

    /** Checkpoints follow entries within a moment. */
    private static String published(LogReader log, long entry) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String note = log.checkpoint();
            if (log.verifiedCheckpoint(note).size() > entry) {
                return note;
            }
            if (System.nanoTime() > end) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the ledger's checkpoint does not cover entry " + entry + " yet",
                        "the ledger cannot be published now",
                        "run waag ledger prove " + entry + " later");
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UserException(Exit.INCOMPLETE, "interrupted", "", "");
            }
        }
    }
}
