package dev.waag.keys;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.KeyRing;
import dev.waag.sign.Signer;
import dev.waag.sign.TrustRoot;
import dev.waag.sign.VerifyKey;
import dev.waag.store.DataFolder;
import dev.waag.store.DataKeys;
import dev.waag.store.Database;
import dev.waag.store.KeyTables;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.StorageKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The key ring of an open data folder. Each change is one transaction: the next trust root, and its entry of kind {@code key}. */
public final class KeyService implements Keys {
    /** How long before the end a key, or the trust root, is said to be near it. */
    public static final Duration NEAR = Duration.ofDays(30);

    private static final String OWN_ACTOR = "waag";

    private final DataFolder data;
    private final RingStore store;
    private final KeyStores stores;
    private final KeySettings settings;
    private final Ledger ledger;
    private final Database database;
    private final InstantSource clock;
    private final Map<String, Signer> opened = new ConcurrentHashMap<>();

    private KeyService(
            DataFolder data,
            RingStore store,
            KeyStores stores,
            KeySettings settings,
            Ledger ledger,
            Database database,
            InstantSource clock) {
        this.data = data;
        this.settings = settings;
        this.store = store;
        this.stores = stores;
        this.ledger = ledger;
        this.database = database;
        this.clock = clock;
    }

    /** Opens the folder's ring; makes its root at the first time, and clears away what a crash left behind. */
    public static KeyService open(
            DataFolder data, Database database, Ledger ledger, KeySettings settings, InstantSource clock) {
        KeyStores stores = new KeyStores(data, settings, clock);
        return new KeyService(
                data, RingStore.open(database, ledger, stores, clock), stores, settings, ledger, database, clock);
    }

    /**
     * Where the storage key of a folder may be kept.
     *
     * @param wanted where a new one is made: {@code file} or {@code vault}; empty: where the last one is
     */
    public static DataKeys.Stores storageKeys(KeySettings settings, Ledger ledger, String wanted) {
        String folder =
                Sha256.of(ledger.vkey().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        return new DataKeys.Stores(
                settings.vault().stream()
                        .<StorageKeys>map(v -> new VaultStorageKeys(new VaultClient(v, settings.environment()), folder))
                        .toList(),
                wanted);
    }

    @Override
    public Signer signer(String name) {
        KeyEntry entry = store.ring().find(name).orElseThrow(() -> Failures.unknown(name));
        return signer(entry);
    }

    private Signer signer(KeyEntry entry) {
        if (entry.purpose().equals(KeyRing.ROOT)) {
            throw Failures.refused(
                    "key '" + entry.name() + "' signs the trust root alone",
                    "what a root key signs could pass for a root",
                    "take another key");
        }
        Signer signer = checked(entry);
        return new Signer() { // asked anew for each signature: the key may have been revoked meanwhile
            @Override
            public VerifyKey publicKey() {
                return signer.publicKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                return checked(store.ring().ofId(signer.keyId()).orElseThrow()).sign(message);
            }
        };
    }

    private Signer checked(KeyEntry entry) {
        Instant now = clock.instant();
        String id = entry.key().keyId();
        if (!entry.signsAt(now)) {
            opened.remove(id);
            throw Failures.signsNoMore(entry, now);
        }
        String place = store.place(id)
                .orElseThrow(() -> Failures.refused("the private half of " + id + " is gone", "", "rotate the key"));
        return opened.computeIfAbsent(id, i -> stores.open(place, entry.key()));
    }

    @Override
    public synchronized Signer own(String purpose) {
        Instant now = clock.instant();
        List<KeyEntry> usable = store.ring().active(purpose).stream()
                .filter(e -> e.signsAt(now))
                .toList();
        if (!usable.isEmpty()) {
            return signer(usable.getLast());
        }
        boolean taken = store.ring().find(purpose).isPresent();
        return signer((taken ? rotate(purpose, OWN_ACTOR) : generate(NewKey.of(purpose, purpose), OWN_ACTOR)).entry());
    }

    @Override
    public KeyView generate(NewKey key) {
        return generate(key, OWN_ACTOR);
    }

    public synchronized KeyView generate(NewKey key, String actor) {
        KeyRing ring = store.ring();
        if (ring.find(key.name()).isPresent()) {
            throw Failures.taken(key.name());
        }
        Map<String, Integer> thresholds = new LinkedHashMap<>(ring.thresholds());
        key.threshold().ifPresent(t -> thresholds.put(key.purpose(), t));
        RingChange change = new RingChange("generate", key.name(), actor);
        KeyEntry entry = make(change, key);
        change.ring(ring.entries(), entry, thresholds, ring.logs());
        store.commit(change);
        return view(entry);
    }

    private KeyEntry make(RingChange change, NewKey key) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        KeyStores.Made made = stores.generate(key.store(), key.name(), key.algorithm());
        change.made(made);
        opened.put(made.signer().keyId(), made.signer());
        return new KeyEntry(
                key.name(),
                key.purpose(),
                made.signer().publicKey(),
                now,
                now.plus(key.validity()),
                KeyEntry.State.ACTIVE,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public KeyView rotate(String name) {
        return rotate(name, OWN_ACTOR);
    }

    public synchronized KeyView rotate(String name, String actor) {
        KeyRing ring = store.ring();
        KeyEntry old = ring.find(name).orElseThrow(() -> Failures.unknown(name));
        String where = store.place(old.key().keyId()).map(KeyStores::word).orElse(KeyStores.FILE);
        RingChange change = new RingChange("rotate", name, actor);
        KeyEntry fresh = make(
                change,
                new NewKey(
                        name,
                        old.key().algorithm(),
                        old.purpose(),
                        Duration.between(old.created(), old.expires()),
                        OptionalInt.empty(),
                        where));
        List<KeyEntry> entries = ring.entries();
        if (old.state() == KeyEntry.State.ACTIVE) {
            entries = ended(entries, old.end(KeyEntry.State.RETIRED, fresh.created(), Optional.empty()));
        }
        change.previous(old);
        change.ring(entries, fresh, ring.thresholds(), ring.logs());
        store.commit(change);
        opened.remove(old.key().keyId());
        return view(fresh);
    }

    @Override
    public KeyView revoke(String name, String reason) {
        return revoke(name, reason, OWN_ACTOR);
    }

    public synchronized KeyView revoke(String name, String reason, String actor) {
        KeyRing ring = store.ring();
        KeyEntry old = ring.find(name).orElseThrow(() -> Failures.unknown(name));
        if (old.state() == KeyEntry.State.REVOKED) {
            throw Failures.refused("key '" + name + "' is revoked already", "", "");
        }
        if (old.purpose().equals(KeyRing.ROOT) && ring.active(KeyRing.ROOT).size() <= ring.threshold(KeyRing.ROOT)) {
            throw Failures.refused(
                    "key '" + name + "' cannot be revoked: the trust root could not be signed any more",
                    "the root role needs " + ring.threshold(KeyRing.ROOT) + " keys",
                    "waag keys rotate " + name + ", or generate another key of purpose root first");
        }
        KeyEntry revoked = old.end(
                KeyEntry.State.REVOKED,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                reason.isBlank() ? Optional.empty() : Optional.of(reason.strip()));
        RingChange change = new RingChange("revoke", name, actor);
        change.previous(revoked);
        change.ring(new KeyRing(ended(ring.entries(), revoked), ring.thresholds(), ring.logs()));
        store.commit(change);
        opened.remove(old.key().keyId());
        return view(revoked);
    }

    private static List<KeyEntry> ended(List<KeyEntry> entries, KeyEntry end) {
        return entries.stream().map(e -> e.key().equals(end.key()) ? end : e).toList();
    }

    /** The data keys of a folder that no server has open. A server wraps those that it has opened itself. */
    @Override
    public int rewrap() {
        try {
            DataKeys keys = DataKeys.open(data, database, ledger, clock, false, storageKeys(settings, ledger, ""));
            if (!keys.any()) {
                throw Failures.refused("nothing is encrypted", "[storage] encrypt is not set, and was not", "");
            }
            return keys.rotate(OWN_ACTOR);
        } catch (IOException | SQLException e) {
            throw Failures.broken("the data keys cannot be wrapped anew", e);
        }
    }

    @Override
    public List<KeyView> list() {
        return store.ring().entries().stream().map(this::view).toList();
    }

    private KeyView view(KeyEntry e) {
        return new KeyView(
                e,
                store.ring().threshold(e.purpose()),
                store.place(e.key().keyId()).map(KeyStores::word));
    }

    @Override
    public TrustRoot root() {
        return store.root();
    }

    /** That version of the root, as it was served. */
    public Optional<byte[]> root(long version) throws SQLException {
        return store.root(version);
    }

    @Override
    public LoggedSignature sign(String name, String payloadType, byte[] payload) {
        return sign(name, payloadType, payload, OWN_ACTOR);
    }

    public LoggedSignature sign(String name, String payloadType, byte[] payload, String actor) {
        Dsse.Signature signature =
                Dsse.sign(payloadType, payload, signer(name)).signatures().getFirst();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", name);
        fields.put("key_id", signature.keyId());
        fields.put("payload_type", payloadType);
        fields.put("payload_sha256", Sha256.of(payload).hex());
        try {
            LedgerEntry signed = new LedgerEntry("signature", clock.instant(), actor, fields);
            long entry = database.write(c -> {
                long number = ledger.append(c, signed);
                KeyTables.signed(c, Sha256.of(payload), actor, number);
                return number;
            });
            return new LoggedSignature(signature, entry);
        } catch (SQLException e) {
            throw Failures.broken("the signature cannot be entered in the ledger", e);
        }
    }

    /**
     * When every one of the envelope's signatures was there already, as this ledger tells; empty where it does not know one of them.
     *
     * <p>An entry speaks for one key and one payload: a key that was stolen later signs nothing under it that the key had not signed then.
     */
    public Optional<Instant> logged(Dsse envelope) {
        Sha256 payload = Sha256.of(envelope.payload());
        Map<String, Instant> first = new LinkedHashMap<>();
        try {
            for (long number : database.read(c -> KeyTables.signatures(c, payload))) {
                Optional<byte[]> entry = ledger.entry(number);
                if (entry.isPresent()) {
                    JsonNode told = Json.MAPPER.readTree(entry.get());
                    if (told.path("payload_type").asString("").equals(envelope.payloadType())) {
                        first.putIfAbsent(
                                told.path("key_id").asString(""),
                                Instant.parse(told.path("at").asString("")));
                    }
                }
            }
        } catch (SQLException | IOException e) {
            throw Failures.broken("the ledger does not tell when it was signed", e);
        }
        List<String> signers =
                envelope.signatures().stream().map(Dsse.Signature::keyId).toList();
        return first.keySet().containsAll(signers)
                ? signers.stream().map(first::get).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** Keys that sign, and the root, whose end is near or past: one sentence each. */
    public List<String> warnings() {
        return Expiry.warnings(store.ring(), store.root(), clock.instant());
    }

    /** Renews a root that is near its end, and enters in the ledger which keys are near theirs: each once. To be called daily. */
    public synchronized void tend() {
        try {
            store.renew();
            Expiry.enter(database, ledger, store.ring(), clock.instant());
        } catch (SQLException e) {
            throw new UserException(Exit.INCOMPLETE, "the keys' ends cannot be entered in the ledger: " + e, "", "");
        }
    }
}
