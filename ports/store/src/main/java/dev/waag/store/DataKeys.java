package dev.waag.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys under which files are encrypted. Data keys lie in the database, wrapped under one storage key, which lies in the key store
 * ({@code keys/storage-N.p12}, under the passphrase) or in a vault.
 *
 * <p>Rotation makes a new storage key and a new data key and wraps all data keys anew, in one transaction with its ledger entry; no file is
 * rewritten. The new storage key is durable before the transaction, and the old one is removed after it: a crash between them loses nothing.
 */
public final class DataKeys {
    private static final int BYTES = 32;

    /** Where storage keys are kept besides the folder, and which store a new one is made in; empty: where the last one is. */
    public record Stores(List<StorageKeys> others, String wanted) {
        /** The folder's key store alone. */
        public static final Stores FILES = new Stores(List.of(), "");

        public Stores {
            others = List.copyOf(others);
        }
    }

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final boolean sealing;
    private final Map<String, StorageKeys> stores = new LinkedHashMap<>();
    private final String wanted;
    private volatile Map<Long, SecretKey> keys = Map.of();

    private DataKeys(
            DataFolder data, Database database, Ledger ledger, InstantSource clock, boolean sealing, Stores stores) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.sealing = sealing;
        this.wanted = stores.wanted();
        Stream.concat(Stream.of(new FileStorageKeys(data)), stores.others().stream())
                .forEach(s -> this.stores.put(s.word(), s));
    }

    private record Row(long number, long storageKey, String place, byte[] wrapped) {}

    /** Opens the folder's data keys, with the storage key in its own key store. */
    public static DataKeys open(DataFolder data, Database database, Ledger ledger, InstantSource clock, boolean sealing)
            throws IOException, SQLException {
        return open(data, database, ledger, clock, sealing, Stores.FILES);
    }

    /** Opens the folder's data keys; makes the first one where new files are to be encrypted and there is none. */
    public static DataKeys open(
            DataFolder data, Database database, Ledger ledger, InstantSource clock, boolean sealing, Stores stores)
            throws IOException, SQLException {
        DataKeys opened = new DataKeys(data, database, ledger, clock, sealing, stores);
        Map<Long, Row> rows = database.read(DataKeys::rows);
        if (!rows.isEmpty()) {
            opened.unwrap(rows);
        } else if (sealing) {
            opened.rotate("waag");
        }
        return opened;
    }

    /** Whether new files are encrypted. */
    public boolean sealing() {
        return sealing;
    }

    /** Whether there is a data key, so that there may be encrypted files. */
    public boolean any() {
        return !keys.isEmpty();
    }

    /** The number of the key for new files. */
    long current() throws IOException {
        return keys.keySet().stream()
                .max(Long::compare)
                .orElseThrow(() -> new IOException("there is no key to encrypt files under"));
    }

    SecretKey key(long number) throws IOException {
        SecretKey key = keys.get(number);
        if (key == null) {
            throw new IOException("the data key " + number + " of an encrypted file is not here");
        }
        return key;
    }

    private void unwrap(Map<Long, Row> rows) throws IOException {
        Map<Long, SecretKey> opened = new TreeMap<>();
        for (Row row : rows.values()) {
            opened.put(row.number(), secret(store(row.place()).unwrap(row.place(), row.wrapped())));
        }
        keys = Map.copyOf(opened);
        removeBefore(rows.values().iterator().next().storageKey(), rows);
    }

    /** In the folder, and in the stores that these were in. */
    private void removeBefore(long number, Map<Long, Row> rows) throws IOException {
        Set<String> places = new LinkedHashSet<>(Set.of("file"));
        rows.values().forEach(r -> places.add(r.place()));
        for (StorageKeys store : new LinkedHashSet<>(places.stream()
                .flatMap(p -> Optional.ofNullable(stores.get(word(p))).stream())
                .toList())) {
            store.removeBefore(number);
        }
    }

    private static String word(String place) {
        return place.split(":", 2)[0];
    }

    private StorageKeys store(String place) throws IOException {
        String word = word(place);
        StorageKeys store = stores.get(word);
        if (store == null) {
            throw new IOException("the storage key is kept in the store '" + word + "', which is not set up: there are "
                    + String.join(", ", stores.keySet()));
        }
        return store;
    }

    /** Makes a new storage key and a new data key, and wraps all data keys under the former. Returns how many data keys there are. */
    public synchronized int rotate(String actor) throws IOException, SQLException {
        Map<Long, Row> rows = database.read(DataKeys::rows);
        long number =
                1 + rows.values().stream().mapToLong(Row::storageKey).max().orElse(0);
        long fresh = 1 + rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        String where = !wanted.isEmpty()
                ? wanted
                : rows.values().stream().map(Row::place).findFirst().orElse("file");
        StorageKeys store = store(where);
        String place = store.make(number);
        Map<Long, SecretKey> next = new TreeMap<>(keys);
        next.put(fresh, random());
        Map<Long, byte[]> wrapped = new TreeMap<>();
        for (Map.Entry<Long, SecretKey> key : next.entrySet()) {
            wrapped.put(key.getKey(), store.wrap(place, key.getValue().getEncoded()));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", rows.isEmpty() ? "generate" : "rewrap");
        fields.put("name", "storage");
        fields.put("purpose", "storage");
        fields.put("store", store.word());
        fields.put("storage_key", number);
        fields.put("data_keys", next.size());
        database.write(c -> {
            for (Map.Entry<Long, byte[]> key : wrapped.entrySet()) {
                save(c, new Row(key.getKey(), number, place, key.getValue()));
            }
            return ledger.append(c, new LedgerEntry("key", clock.instant(), actor, fields));
        });
        keys = Map.copyOf(next);
        removeBefore(number, rows);
        return next.size();
    }

    private static SecretKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return secret(bytes);
    }

    private static SecretKey secret(byte[] bytes) {
        return new SecretKeySpec(bytes, "AES");
    }

    private static Map<Long, Row> rows(Connection c) throws SQLException {
        Map<Long, Row> rows = new TreeMap<>();
        try (PreparedStatement s = c.prepareStatement("SELECT number, storage_key, place, wrapped FROM data_key");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                rows.put(r.getLong(1), new Row(r.getLong(1), r.getLong(2), r.getString(3), r.getBytes(4)));
            }
        }
        return rows;
    }

    private static void save(Connection c, Row row) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO data_key VALUES (?, ?, ?, ?)")) {
            s.setLong(1, row.number());
            s.setLong(2, row.storageKey());
            s.setString(3, row.place());
            s.setBytes(4, row.wrapped());
            s.executeUpdate();
        }
    }
}
