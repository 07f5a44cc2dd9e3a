package dev.waag.store;

import dev.waag.sign.KeyFile;
import dev.waag.sign.NoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys under which files are encrypted. Data keys lie in the database, wrapped (AES key wrap with padding, RFC 5649) under one storage
 * key, which lies in the key store under the passphrase: {@code keys/storage-N.p12}.
 *
 * <p>Rotation makes a new storage key and a new data key and wraps all data keys anew, in one transaction with its ledger entry; no file is
 * rewritten. The new storage key is durable before the transaction, and the old one is removed after it: a crash between them loses nothing.
 */
public final class DataKeys {
    private static final int BYTES = 32;

    private final DataFolder data;
    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final boolean sealing;
    private volatile Map<Long, SecretKey> keys = Map.of();

    private DataKeys(DataFolder data, Database database, Ledger ledger, InstantSource clock, boolean sealing) {
        this.data = data;
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.sealing = sealing;
    }

    private record Row(long number, long storageKey, byte[] wrapped) {}

    /** Opens the folder's data keys; makes the first one where new files are to be encrypted and there is none. */
    public static DataKeys open(DataFolder data, Database database, Ledger ledger, InstantSource clock, boolean sealing)
            throws IOException, SQLException {
        DataKeys opened = new DataKeys(data, database, ledger, clock, sealing);
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
        long storage = rows.values().iterator().next().storageKey();
        SecretKey wrapping = storageKey(storage);
        Map<Long, SecretKey> opened = new TreeMap<>();
        try {
            for (Row row : rows.values()) {
                Cipher cipher = wrap(Cipher.UNWRAP_MODE, wrapping);
                opened.put(row.number(), (SecretKey) cipher.unwrap(row.wrapped(), "AES", Cipher.SECRET_KEY));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the data keys in the database do not belong to " + file(storage), e);
        }
        keys = Map.copyOf(opened);
        removeOthers(storage);
    }

    private Path file(long number) {
        return data.path("keys", "storage-" + number + ".p12");
    }

    private SecretKey storageKey(long number) throws IOException {
        Path file = file(number);
        try {
            return new SecretKeySpec(
                    KeyFile.readSecret(
                            Files.readAllBytes(file), data.passphrase().text()),
                    "AES");
        } catch (NoteException e) {
            throw data.passphrase().wrong(file, String.valueOf(e.getMessage()));
        }
    }

    private void removeOthers(long kept) throws IOException {
        try (var files = Files.newDirectoryStream(data.path("keys"), "storage-*.p12*")) {
            for (Path file : files) {
                if (!file.equals(file(kept))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Durable.forceFolder(data.path("keys"));
    }

    /** Makes a new storage key and a new data key, and wraps all data keys under the former. Returns how many data keys there are. */
    public synchronized int rotate(String actor) throws IOException, SQLException {
        Map<Long, Row> rows = database.read(DataKeys::rows);
        long storage =
                1 + rows.values().stream().mapToLong(Row::storageKey).max().orElse(0);
        long fresh = 1 + rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        SecretKey wrapping = random();
        Passphrase passphrase = data.passphrase();
        Durable.writeSecret(
                file(storage),
                KeyFile.writeSecret("storage", wrapping.getEncoded(), passphrase.text(), passphrase.strength()));
        Map<Long, SecretKey> next = new TreeMap<>(keys);
        next.put(fresh, random());
        Map<Long, byte[]> wrapped = new TreeMap<>();
        try {
            for (Map.Entry<Long, SecretKey> key : next.entrySet()) {
                wrapped.put(key.getKey(), wrap(Cipher.WRAP_MODE, wrapping).wrap(key.getValue()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform cannot wrap keys", e);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", rows.isEmpty() ? "generate" : "rewrap");
        fields.put("name", "storage");
        fields.put("purpose", "storage");
        fields.put("storage_key", storage);
        fields.put("data_keys", next.size());
        database.write(c -> {
            for (Map.Entry<Long, byte[]> key : wrapped.entrySet()) {
                save(c, key.getKey(), storage, key.getValue());
            }
            return ledger.append(c, new LedgerEntry("key", clock.instant(), actor, fields));
        });
        keys = Map.copyOf(next);
        removeOthers(storage);
        return next.size();
    }

    private static SecretKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    private static Cipher wrap(int mode, SecretKey wrapping) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
        cipher.init(mode, wrapping);
        return cipher;
    }

    private static Map<Long, Row> rows(Connection c) throws SQLException {
        Map<Long, Row> rows = new TreeMap<>();
        try (PreparedStatement s = c.prepareStatement("SELECT number, storage_key, wrapped FROM data_key");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                rows.put(r.getLong(1), new Row(r.getLong(1), r.getLong(2), r.getBytes(3)));
            }
        }
        return rows;
    }

    private static void save(Connection c, long number, long storage, byte[] wrapped) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO data_key VALUES (?, ?, ?)")) {
            s.setLong(1, number);
            s.setLong(2, storage);
            s.setBytes(3, wrapped);
            s.executeUpdate();
        }
    }
}
