package dev.waag.store;

import dev.waag.ledger.Checkpoint;
import dev.waag.ledger.EntryBundle;
import dev.waag.ledger.TileFile;
import dev.waag.ledger.TilePath;
import dev.waag.ledger.TileReader;
import dev.waag.ledger.TreeWriter;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteSigner;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.SignedNote;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transparency log of one data folder. An entry gets its number and becomes durable in the same database transaction as the change of
 * state that it records, so that neither can be without the other. One thread then moves numbered entries into tiles and signs a
 * checkpoint over them; a crash between the two loses nothing, for the same entries give the same tiles again.
 *
 * <p>Files, in the layout in which they are served (C2SP tlog-tiles): {@code checkpoint}, {@code vkey}, {@code tile/…}; and
 * {@code witnessed}, the newest checkpoint that witnesses cosigned.
 */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    /** Entries that are published at once, or somewhat more: those of a row stay together. */
    private static final int BATCH = 8192;
    /** Entries that a row of the database holds at most. */
    private static final int ROW = 4096;

    /** Checkpoints follow each other no faster than this, so that a busy log does not write a partial tile for each entry. */
    private static final long PAUSE_MILLIS = 40;
    /** After a batch of that many, which says that more are coming, it is this long: each checkpoint costs the same, however many entries it is over. */
    private static final int MANY = 256;

    private static final long BUSY_PAUSE_MILLIS = 250;

    private static final long RETRY_MILLIS = 1000;
    /** How long a transaction that appended may take to commit; one that takes longer was rolled back, or the next entry takes it along. */
    private static final long COMMIT_NANOS = 10_000_000_000L;

    /** @param size what the log has once the transaction commits that appended at that nanosecond */
    private record Announced(long size, long at) {}

    private final Path folder;
    private final Database database;
    private final NoteSigner signer;
    private final TileFiles tiles;
    private final TreeWriter tree;
    private final Semaphore work = new Semaphore(0);
    private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiting = new ConcurrentSkipListMap<>();
    private final Thread thread;
    private volatile long published;
    private volatile Announced announced = new Announced(0, 0);
    private final Object checkpointLock = new Object();
    private Head head;
    private volatile boolean closing;
    private volatile Optional<String> trouble = Optional.empty();

    private Ledger(Path folder, Database database, NoteSigner signer, TileFiles tiles, TreeWriter tree) {
        this.folder = folder;
        this.database = database;
        this.signer = signer;
        this.tiles = tiles;
        this.tree = tree;
        this.published = tree.size();
        this.head = Head.of(signer, tree.size(), tree.root());
        this.thread = Thread.ofPlatform().name("ledger-publisher").daemon(true).unstarted(this::publishLoop);
    }

    /** Opens the folder's log, with a fresh key where it has none, and takes up entries that a crash kept from their tiles. */
    public static Ledger open(DataFolder data, Database database) throws IOException, SQLException {
        Path folder = data.path("ledger");
        NoteSigner signer = key(data.path("keys", "ledger.p12"), data.passphrase());
        Durable.writeSecret(folder.resolve("vkey"), signer.verifier().vkey() + "\n");
        TileFiles tiles = new TileFiles(folder);
        Path checkpoint = folder.resolve("checkpoint");
        boolean known = Files.exists(checkpoint);
        TreeWriter tree =
                known ? tree(checkpoint(Files.readString(checkpoint), signer), tiles) : TreeWriter.open(0, tiles);
        Ledger ledger = new Ledger(folder, database, signer, tiles, tree);
        if (!known) {
            ledger.writeCheckpoint(tree.size(), tree.root());
        }
        ledger.continueNumbers();
        ledger.thread.start();
        ledger.work.release();
        return ledger;
    }

    /** The key by which this folder's Waag is a witness for other logs; made when it is first asked for. */
    public static NoteSigner witnessKey(DataFolder data) throws IOException {
        return key(data.path("keys", "witness.p12"), data.passphrase());
    }

    private static NoteSigner key(Path file, Passphrase passphrase) throws IOException {
        try {
            if (Files.exists(file)) {
                return NoteSigner.ofFile(Files.readAllBytes(file), passphrase.text());
            }
            byte[] random = new byte[6];
            new SecureRandom().nextBytes(random);
            NoteSigner fresh = NoteSigner.generate("waag/" + HexFormat.of().formatHex(random));
            Durable.writeSecret(file, fresh.toFile(passphrase.text(), passphrase.strength()));
            return fresh;
        } catch (NoteException e) {
            throw passphrase.wrong(file, String.valueOf(e.getMessage()));
        }
    }

    private static Checkpoint checkpoint(String note, NoteSigner signer) throws IOException {
        SignedNote.Result opened = SignedNote.open(note, List.of(signer.verifier()));
        if (opened instanceof SignedNote.Verified verified) {
            try {
                return Checkpoint.parse(verified.text());
            } catch (NoteException e) {
                throw new IOException("the ledger's checkpoint cannot be read: " + e.getMessage(), e);
            }
        }
        throw new IOException("the ledger's checkpoint is not signed by its own key: the files in ledger/ and keys/ "
                + "belong to different logs, or were changed");
    }

    /** What is appended to must be the tree that was signed: a signature over a damaged one would make the damage the log's truth. */
    private static TreeWriter tree(Checkpoint signed, TileFiles tiles) throws IOException {
        TreeWriter tree = TreeWriter.open(signed.size(), tiles);
        if (!Arrays.equals(tree.root(), signed.root())) {
            throw new IOException(
                    "the ledger's tiles do not hash to its checkpoint: the files in ledger/ were damaged, "
                            + "or belong to different logs");
        }
        return tree;
    }

    /** Where the database is newer than the log's files (or was lost), numbering goes on after the last published entry. */
    private void continueNumbers() throws SQLException, IOException {
        if (published == 0) {
            return;
        }
        byte[] last = publishedEntry(published - 1);
        database.write(c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "INSERT INTO entry SELECT ?, 1, ? WHERE NOT EXISTS (SELECT 1 FROM entry WHERE number >= ?)")) {
                s.setLong(1, published);
                s.setBytes(2, EntryBundle.join(List.of(last)));
                s.setLong(3, published);
                return s.executeUpdate();
            }
        });
    }

    /**
     * Enters an entry within a transaction of {@link Database#write}, on the connection that the work was given.
     *
     * @return the entry's number in the log, counted from 0
     */
    public long append(Connection c, LedgerEntry entry) throws SQLException {
        return append(c, List.of(entry));
    }

    /** Enters several entries, one after another; returns the first one's number. */
    public long append(Connection c, List<LedgerEntry> entries) throws SQLException {
        return appendWritten(c, entries.stream().map(LedgerEntry::bytes).toList());
    }

    /** @param entries as {@link LedgerEntry#bytes} writes them */
    long appendWritten(Connection c, List<byte[]> entries) throws SQLException {
        long last = lastNumber(c);
        // the table's numbers begin at 1, as SQLite's own row numbers do; the log's at 0
        try (PreparedStatement s = c.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)")) {
            for (int from = 0; from < entries.size(); from += ROW) {
                int to = Math.min(entries.size(), from + ROW);
                s.setLong(1, last + to);
                s.setInt(2, to - from);
                s.setBytes(3, EntryBundle.join(entries.subList(from, to)));
                s.addBatch();
            }
            s.executeBatch();
        }
        announced = new Announced(last + entries.size(), System.nanoTime());
        work.release();
        return last;
    }

    /** Enters an entry by itself and waits until it is durable; returns its number. */
    public long enter(LedgerEntry entry) throws SQLException {
        return database.write(c -> append(c, entry));
    }

    /** Completes when the entry of that number is in a published checkpoint. */
    public CompletableFuture<Void> whenPublished(long number) {
        CompletableFuture<Void> future = waiting.computeIfAbsent(number, n -> new CompletableFuture<>());
        if (number < published) {
            future.complete(null);
            waiting.remove(number);
        }
        work.release();
        return future;
    }

    /** The entry's bytes, published or on their way. */
    public Optional<byte[]> entry(long number) throws SQLException, IOException {
        if (number < 0) {
            return Optional.empty();
        }
        if (number < published) {
            return Optional.of(publishedEntry(number));
        }
        Optional<byte[]> numbered = database.read(c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "SELECT number, count, bundle FROM entry WHERE number > ? ORDER BY number LIMIT 1")) {
                s.setLong(1, number);
                try (ResultSet r = s.executeQuery()) {
                    long first = r.next() ? r.getLong(1) - r.getInt(2) : Long.MAX_VALUE;
                    return first > number
                            ? Optional.empty()
                            : Optional.of(bundle(r).get((int) (number - first)));
                }
            }
        });
        return numbered.isEmpty() && number < published ? Optional.of(publishedEntry(number)) : numbered;
    }

    private byte[] publishedEntry(long number) throws IOException {
        return EntryBundle.entry(tiles, number, published);
    }

    /** How many entries the newest checkpoint covers. */
    public long size() {
        return published;
    }

    /** How many durable entries no checkpoint covers yet. */
    public long unpublished() throws SQLException {
        long numbered = database.read(Ledger::lastNumber);
        return Math.max(0, numbered - published);
    }

    private static long lastNumber(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT coalesce(max(number), 0) FROM entry")) {
            return r.getLong(1);
        }
    }

    /** Why publishing fails at the moment, where it does. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** The verifier key that outsiders need (C2SP signed-note). */
    public String vkey() {
        return signer.verifier().vkey();
    }

    /** The log's own key, as others verify it. */
    public NoteVerifier verifier() {
        return signer.verifier();
    }

    public Path folder() {
        return folder;
    }

    private void publishLoop() {
        while (true) {
            boolean more = false;
            try {
                work.acquire();
                work.drainPermits();
                boolean last = closing; // asked before publishing, for what is entered meanwhile must be published too
                int count = publish();
                more = count >= MANY || !last && awaited();
                trouble = Optional.empty();
                if (last && !more) {
                    return;
                }
                if (!closing && count < BATCH) {
                    Thread.sleep(count < MANY ? PAUSE_MILLIS : BUSY_PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                closing = true;
                more = true;
            } catch (IOException | SQLException | RuntimeException e) {
                trouble = Optional.of(String.valueOf(e.getMessage()));
                LOG.error("the ledger could not be published; its entries are durable and will be tried again", e);
                if (closing) {
                    return;
                }
                more = true;
                pause();
            }
            if (more) {
                work.release();
            }
        }
    }

    /** Whether a transaction that appended has yet to commit: its entries cannot be seen before, and nobody announces them again. */
    private boolean awaited() {
        Announced a = announced;
        return a.size() > published && System.nanoTime() - a.at() < COMMIT_NANOS;
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Moves numbered entries into tiles; returns how many: {@link #MANY} or more where there may be others. */
    private int publish() throws SQLException, IOException {
        long from = tree.size();
        List<byte[]> entries = whole(from, database.read(c -> numbered(c, from)));
        if (entries.isEmpty()) {
            return 0;
        }
        TreeWriter.Batch batch = tree.append(entries);
        Set<Path> folders = new HashSet<>();
        for (TileFile file : batch.files()) {
            Path path = folder.resolve(file.path());
            Path parent = path.getParent();
            if (parent != null && folders.add(parent)) {
                Files.createDirectories(parent);
            }
            Durable.write(path, file.bytes());
        }
        for (Path f : folders) {
            Durable.forceFolder(f);
        }
        writeCheckpoint(batch.size(), batch.root());
        tree.commit(batch);
        published = batch.size();
        waiting.headMap(published).values().forEach(f -> f.complete(null));
        waiting.headMap(published).clear();
        database.write(c -> forget(c, batch.size()));
        removePartials(batch.files());
        return entries.size();
    }

    /** Of many entries those that fill their last tile: the others come with the next ones, and a busy log writes few partial tiles. */
    private static List<byte[]> whole(long from, List<byte[]> entries) {
        long end = from + entries.size();
        return entries.size() < MANY ? entries : entries.subList(0, entries.size() - (int) (end % TilePath.FULL));
    }

    private static List<byte[]> numbered(Connection c, long from) throws SQLException {
        List<byte[]> entries = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT number, count, bundle FROM entry WHERE number > ? ORDER BY number")) {
            s.setLong(1, from);
            try (ResultSet r = s.executeQuery()) {
                while (entries.size() < BATCH && r.next()) {
                    long next = from + entries.size();
                    long first = r.getLong(1) - r.getInt(2);
                    if (first > next) {
                        throw new SQLException("entry " + next
                                + " of the ledger is missing from the database: the data folder was damaged or mixed");
                    }
                    List<byte[]> row = bundle(r);
                    entries.addAll(row.subList((int) (next - first), row.size()));
                }
            }
        }
        return entries;
    }

    /** The entries of a row of number, count and bundle. */
    private static List<byte[]> bundle(ResultSet r) throws SQLException {
        try {
            List<byte[]> entries = EntryBundle.split(r.getBytes(3));
            if (entries.size() == r.getInt(2)) {
                return entries;
            }
            throw new SQLException("the database has " + entries.size() + " entries of the ledger up to " + r.getLong(1)
                    + " instead of " + r.getInt(2) + ": it was damaged");
        } catch (EOFException e) {
            throw new SQLException(
                    "the database's entries of the ledger up to " + r.getLong(1) + ": the bundle " + e.getMessage()
                            + ": it was damaged",
                    e);
        }
    }

    /** The last published entry stays, for numbering goes on from it. */
    private static int forget(Connection c, long size) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("DELETE FROM entry WHERE number < ?")) {
            s.setLong(1, size);
            return s.executeUpdate();
        }
    }

    private void writeCheckpoint(long size, byte[] root) throws IOException {
        Head next = Head.of(signer, size, root);
        synchronized (checkpointLock) {
            Durable.write(folder.resolve("checkpoint"), next.note().getBytes(StandardCharsets.UTF_8));
            Durable.forceFolder(folder);
            head = next;
            checkpointLock.notifyAll();
        }
    }

    /**
     * The newest checkpoint, signed by the log alone.
     *
     * @param text what is signed
     */
    public record Head(long size, String text, String note) {
        static Head of(NoteSigner signer, long size, byte[] root) {
            String text = new Checkpoint(signer.verifier().name(), size, root).text();
            return new Head(size, text, signer.sign(text));
        }
    }

    /** Waits until there is another checkpoint than that one, but no longer than that; returns the newest. */
    public Head awaitHead(long otherThan, Duration patience) throws InterruptedException {
        long due = System.nanoTime() + patience.toNanos();
        synchronized (checkpointLock) {
            long left = patience.toMillis();
            while (head.size() == otherThan && !closing && left > 0) {
                checkpointLock.wait(left);
                left = (due - System.nanoTime()) / 1_000_000;
            }
            return head;
        }
    }

    /**
     * Adds what witnesses signed to the checkpoint that is served, where it still is the newest; in any case it is kept as {@code witnessed}.
     *
     * @param cosigned the checkpoint that they signed
     * @param lines their signature lines, which the caller has verified
     */
    public void cosigned(Head cosigned, List<String> lines) throws IOException {
        byte[] note = (cosigned.note() + String.join("", lines)).getBytes(StandardCharsets.UTF_8);
        synchronized (checkpointLock) {
            if (head.equals(cosigned)) {
                Durable.write(folder.resolve("checkpoint"), note);
            }
            Durable.write(folder.resolve("witnessed"), note);
            Durable.forceFolder(folder);
        }
    }

    /** The files of the log's tiles. */
    public TileReader tiles() {
        return tiles;
    }

    /** Partial tiles have served their time once the full tile is there (C2SP tlog-tiles, Partial Tiles). */
    private void removePartials(List<TileFile> files) throws IOException {
        for (TileFile file : files) {
            Path partials = folder.resolve(file.path() + ".p");
            if (Files.isDirectory(partials)) {
                try (var old = Files.newDirectoryStream(partials)) {
                    for (Path p : old) {
                        Files.deleteIfExists(p);
                    }
                }
                Files.deleteIfExists(partials);
            }
        }
    }

    /** Publishes what is numbered and ends. */
    @Override
    public void close() {
        closing = true;
        work.release();
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
