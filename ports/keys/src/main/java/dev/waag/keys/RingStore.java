package dev.waag.keys;

import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.KeyRing;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.Signer;
import dev.waag.sign.TrustRoot;
import dev.waag.store.Database;
import dev.waag.store.KeyTables;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ring as it is stored: the newest trust root says all of it, and beside it stands where each private key is.
 *
 * <p>A private key is durable before the transaction that brings it into use, and destroyed after the one that ends it. A crash between the
 * two leaves a key too many, never one too few; {@link #open} clears it away.
 */
final class RingStore {
    /** How long a root is valid, and how long before its end it is renewed. */
    static final Duration VALIDITY = Duration.ofDays(365);

    private static final Duration RENEWAL = Duration.ofDays(90);
    private static final Duration ROOT_KEY_VALIDITY = Duration.ofDays(3650);
    private static final Logger LOG = LoggerFactory.getLogger(RingStore.class);
    private static final String WAAG = "waag";

    private final Database database;
    private final Ledger ledger;
    private final KeyStores stores;
    private final InstantSource clock;
    private final Map<String, String> places = new ConcurrentHashMap<>();
    private volatile TrustRoot root;

    private RingStore(Database database, Ledger ledger, KeyStores stores, InstantSource clock, TrustRoot root) {
        this.database = database;
        this.ledger = ledger;
        this.stores = stores;
        this.clock = clock;
        this.root = root;
    }

    static RingStore open(Database database, Ledger ledger, KeyStores stores, InstantSource clock) {
        try {
            Optional<byte[]> newest = database.read(KeyTables::newestRoot);
            RingStore store;
            if (newest.isEmpty()) {
                store = first(database, ledger, stores, clock);
            } else {
                store = new RingStore(database, ledger, stores, clock, TrustRoot.parse(newest.get()));
                store.places.putAll(database.read(KeyTables::places));
            }
            store.clear();
            store.renew();
            return store;
        } catch (SQLException e) {
            throw Failures.broken("the key ring cannot be read", e);
        } catch (NoteException e) {
            throw Failures.root(e);
        }
    }

    private static RingStore first(Database database, Ledger ledger, KeyStores stores, InstantSource clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        KeyStores.Made made = stores.generate(KeyStores.FILE, KeyRing.ROOT, KeyAlgorithm.ED25519);
        KeyEntry entry = new KeyEntry(
                KeyRing.ROOT,
                KeyRing.ROOT,
                made.signer().publicKey(),
                now,
                now.plus(ROOT_KEY_VALIDITY),
                KeyEntry.State.ACTIVE,
                Optional.empty(),
                Optional.empty());
        RingChange change = new RingChange("generate", KeyRing.ROOT, WAAG);
        change.made(made);
        change.ring(List.of(), entry, Map.of(), List.of(ledger.verifier()));
        TrustRoot root = TrustRoot.make(1, now.plus(VALIDITY), change.ring(), List.of(made.signer()));
        RingStore store = new RingStore(database, ledger, stores, clock, root);
        store.save(change, root);
        return store;
    }

    /** Destroys private keys that came out of use, or never into it. */
    private void clear() {
        places.forEach((id, place) -> {
            boolean active = ring().ofId(id)
                    .filter(e -> e.state() == KeyEntry.State.ACTIVE)
                    .isPresent();
            if (!active) {
                try {
                    destroy(id, place);
                } catch (
                        UserException
                                e) { // a token or a vault that cannot be reached now is asked again at the next change
                    // or start
                    LOG.warn("the private half of key {} is to be destroyed, and is not yet: {}", id, e.getMessage());
                }
            }
        });
        stores.sweep(Set.copyOf(places.values()));
    }

    private void destroy(String id, String place) {
        stores.destroy(place);
        try {
            database.write(c -> {
                KeyTables.removePlace(c, id);
                return id;
            });
        } catch (SQLException e) {
            throw Failures.broken("the key ring cannot be written", e);
        }
        places.remove(id);
    }

    TrustRoot root() {
        return root;
    }

    KeyRing ring() {
        return root.ring();
    }

    Optional<byte[]> root(long version) throws SQLException {
        return database.read(c -> KeyTables.root(c, version));
    }

    Optional<String> place(String keyId) {
        return Optional.ofNullable(places.get(keyId));
    }

    /** Signs the next root by the thresholds of this one and its own, and commits it with its ledger entry. */
    synchronized void commit(RingChange change) {
        TrustRoot next = TrustRoot.make(
                root.version() + 1,
                clock.instant().plus(VALIDITY),
                change.ring(),
                signers(change).values());
        if (!next.signedBy(root) || !next.signedBy(next)) {
            throw Failures.refused(
                    "the trust root cannot be signed",
                    "fewer root keys are here than its threshold asks for",
                    "generate keys of purpose root before the threshold is raised");
        }
        save(change, next);
        clear();
    }

    private Map<String, Signer> signers(RingChange change) {
        Map<String, Signer> signers = new TreeMap<>();
        change.made().forEach(m -> signers.put(m.signer().keyId(), m.signer()));
        Map<String, Signer> roots = new LinkedHashMap<>();
        for (KeyRing ring : List.of(ring(), change.ring())) {
            for (KeyEntry e : ring.active(KeyRing.ROOT)) {
                String id = e.key().keyId();
                Signer fresh = signers.get(id);
                String place = places.get(id);
                if (fresh != null) {
                    roots.put(id, fresh);
                } else if (place != null) {
                    roots.put(id, stores.open(place, e.key()));
                }
            }
        }
        return roots;
    }

    private void save(RingChange change, TrustRoot next) {
        Map<String, Object> fields = change.fields();
        fields.put("root_version", next.version());
        fields.put("root_sha256", Sha256.of(next.bytes()).hex());
        LedgerEntry entry = new LedgerEntry("key", clock.instant(), change.actor(), fields);
        try {
            database.write(c -> {
                for (KeyStores.Made made : change.made()) {
                    KeyTables.savePlace(c, made.signer().keyId(), made.place());
                }
                KeyTables.saveRoot(c, next.version(), next.bytes(), ledger.append(c, entry));
                return next;
            });
        } catch (SQLException e) {
            throw Failures.broken("the key ring cannot be written", e);
        }
        change.made().forEach(m -> places.put(m.signer().keyId(), m.place()));
        root = next;
    }

    /** A new version where the root nears its end, or the log has another key than it says. */
    synchronized void renew() {
        boolean late = !clock.instant().isBefore(root.expires().minus(RENEWAL));
        if (late || !ring().logs().contains(ledger.verifier())) {
            List<NoteVerifier> logs = new ArrayList<>(ring().logs());
            logs.remove(ledger.verifier());
            logs.add(ledger.verifier());
            RingChange change = new RingChange("renew", KeyRing.ROOT, WAAG);
            change.ring(new KeyRing(ring().entries(), ring().thresholds(), logs));
            commit(change);
        }
    }
}
