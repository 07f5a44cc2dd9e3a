package dev.waag.receipt;

import dev.waag.attest.Statement;
import dev.waag.core.Sha256;
import dev.waag.identity.Accounts;
import dev.waag.identity.Principal;
import dev.waag.identity.Publishers;
import dev.waag.index.IndexGate;
import dev.waag.keys.Keys;
import dev.waag.python.ProjectName;
import dev.waag.sign.Dsse;
import dev.waag.store.Database;
import dev.waag.store.Deliveries;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Receipts;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes receipts. A receipt is a token that only reads: while it is accepted, each download with it is collected, in the
 * transaction that enters the download in the ledger. Closing takes the token back, and signs what was collected; a token that runs out
 * closes its receipt by itself. Each change is entered in the ledger, kind {@code receipt}.
 */
public final class ReceiptDesk implements AutoCloseable {
    /** The longest that a receipt may be open. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** An open receipt, with the token that it collects for. */
    public record Opened(Receipt receipt, String secret) {
        @Override
        public String toString() {
            return receipt.toString();
        }
    }

    /** What the keys that sign receipts are for. */
    public static final String PURPOSE = "receipt";

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptDesk.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Principal WAAG =
            new Principal("waag", Principal.Kind.ANONYMOUS, Set.of(), Set.of(), Set.of(), Optional.empty(), Map.of());

    private final Accounts accounts;
    private final Publishers publishers;
    private final Database database;
    private final Ledger ledger;
    private final IndexGate gate;
    private final Keys keys;
    private final InstantSource clock;
    private final ReceiptStatement statement;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;

    private ReceiptDesk(
            Accounts accounts,
            Publishers publishers,
            Database database,
            Ledger ledger,
            IndexGate gate,
            Keys keys,
            InstantSource clock) {
        this.accounts = accounts;
        this.publishers = publishers;
        this.database = database;
        this.ledger = ledger;
        this.gate = gate;
        this.keys = keys;
        this.clock = clock;
        this.statement = new ReceiptStatement(gate);
        this.thread = Thread.ofPlatform().name("receipts").daemon(true).unstarted(this::loop);
    }

    /** Opens the desk; receipts that ran out meanwhile are closed by it. */
    public static ReceiptDesk start(
            Accounts accounts,
            Publishers publishers,
            Database database,
            Ledger ledger,
            IndexGate gate,
            Keys keys,
            InstantSource clock) {
        ReceiptDesk desk = new ReceiptDesk(accounts, publishers, database, ledger, gate, keys, clock);
        desk.thread.start();
        return desk;
    }

    /** Opens a receipt for somebody who may. */
    public Opened open(Principal by, Duration life) throws SQLException {
        Accounts.Fresh fresh = accounts.createReceipt(by.name(), life, by);
        return opened(fresh, by);
    }

    /** Opens one for the identity of a CI job, which is good once; what came of it where the identity is not accepted. */
    public Publishers.Result open(String identity, Duration life) throws SQLException {
        Publishers.Result result = publishers.mint(identity, Principal.Kind.RECEIPT, life);
        if (result instanceof Publishers.Minted minted) {
            opened(minted.fresh(), minted.by());
        }
        return result;
    }

    private Opened opened(Accounts.Fresh fresh, Principal by) throws SQLException {
        Instant expires = fresh.token().expires().orElse(fresh.token().created());
        Receipt receipt = new Receipt(
                fresh.token().id(), by.name(), fresh.token().created(), expires, by.claims(), Optional.empty());
        Map<String, Object> fields = new LinkedHashMap<>(receipt.fields());
        fields.remove("closed");
        fields.remove("user");
        save(receipt, Optional.empty(), by.name(), "opened", fields);
        return new Opened(receipt, fresh.secret());
    }

    private void save(
            Receipt receipt, Optional<byte[]> envelope, String actor, String change, Map<String, Object> fields)
            throws SQLException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("change", change);
        all.putAll(fields);
        Receipts.Row row =
                new Receipts.Row(receipt.id(), receipt.body(), receipt.expires().toEpochMilli(), envelope);
        database.write(c -> {
            long entry = ledger.append(c, new LedgerEntry("receipt", clock.instant(), actor, all));
            Receipts.save(c, row, entry);
            return entry;
        });
    }

    /** Those that changed last, the newest first. */
    public List<Receipt> newest(int limit) throws SQLException {
        return database.read(c -> Receipts.newest(c, limit)).stream()
                .map(row -> Receipt.read(row.body()))
                .toList();
    }

    /** The ledger's entry of its last change: of a closed receipt, that of its signature. */
    public Optional<Long> entry(String id) throws SQLException {
        return database.read(c -> Receipts.entry(c, id));
    }

    public Optional<Receipt> find(String id) throws SQLException {
        return database.read(c -> Receipts.find(c, id)).map(row -> Receipt.read(row.body()));
    }

    /**
     * Closes a receipt, or gives the statement of one that is closed.
     *
     * @return the envelope as JSON; empty where there is no such receipt
     */
    public synchronized Optional<byte[]> close(String id, Principal by) throws SQLException {
        Optional<Receipts.Row> row = database.read(c -> Receipts.find(c, id));
        if (row.isEmpty() || row.get().envelope().isPresent()) {
            return row.flatMap(Receipts.Row::envelope);
        }
        accounts.endReceipt(id, by);
        if (!gate.deliveries().await(PATIENCE)) {
            throw new SQLException("the downloads under receipt " + id + " are not in the ledger yet");
        }
        Receipt receipt = Receipt.read(row.get().body()).closedAt(clock.instant());
        List<Receipts.Served> files = database.read(c -> Receipts.files(c, id));
        Set<String> pages = new HashSet<>(database.read(c -> Receipts.pages(c, id)));
        pages.addAll(gate.asked().under(id));
        Statement made = statement.of(receipt, files, pages, this::given);
        Dsse envelope = Dsse.sign(Statement.PAYLOAD_TYPE, made.toJson(), keys.own(PURPOSE));
        byte[] bytes = envelope.toJson().getBytes(StandardCharsets.UTF_8);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("distributions", files.size());
        fields.put("sha256", Sha256.of(bytes).hex());
        // as an entry of kind signature says it, so that this one proves when it was signed
        fields.put("key_id", envelope.signatures().getFirst().keyId());
        fields.put("payload_type", Statement.PAYLOAD_TYPE);
        fields.put("payload_sha256", Sha256.of(envelope.payload()).hex());
        save(receipt, Optional.of(bytes), by.name(), "closed", fields);
        gate.asked().forget(id);
        return Optional.of(bytes);
    }

    /** Digests of a project's files that anybody was ever given: what a client's cache has from here is among them. */
    private Set<String> given(ProjectName project) {
        try {
            return database.read(c -> Deliveries.of(c, project)).stream()
                    .map(Deliveries.Delivery::sha256)
                    .collect(Collectors.toSet());
        } catch (SQLException e) {
            throw new IllegalStateException("what was given of " + project + " cannot be read", e);
        }
    }

    private void loop() {
        try {
            while (!end.tryAcquire(1, TimeUnit.SECONDS)) {
                closeDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeDue() {
        try {
            long now = clock.instant().toEpochMilli();
            for (String id : database.read(c -> Receipts.due(c, now))) {
                close(id, WAAG);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("a receipt that ran out could not be closed yet", e);
        }
    }

    @Override
    public void close() {
        end.release();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
