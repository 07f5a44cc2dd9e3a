package dev.waag.store;

import dev.waag.core.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every version of the trust root, and where the private half of each key is kept. Nothing private is in here. */
public final class KeyTables {
    private KeyTables() {}

    /** Notes who had a payload signed. */
    public static void signed(Connection c, Sha256 payload, String actor, long entry) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO signed_payload VALUES (?, ?, ?)")) {
            s.setString(1, payload.hex());
            s.setString(2, actor);
            s.setLong(3, entry);
            s.executeUpdate();
        }
    }

    /** Who had that payload signed by a key of the ring. */
    public static Set<String> signers(Connection c, Sha256 payload) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement s = c.prepareStatement("SELECT actor FROM signed_payload WHERE sha256 = ?")) {
            s.setString(1, payload.hex());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    names.add(r.getString(1));
                }
            }
        }
        return names;
    }

    /** The ledger entries that tell when a key of the ring signed that payload, oldest first. */
    public static List<Long> signatures(Connection c, Sha256 payload) throws SQLException {
        List<Long> entries = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT entry FROM signed_payload WHERE sha256 = ? ORDER BY entry")) {
            s.setString(1, payload.hex());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    entries.add(r.getLong(1));
                }
            }
        }
        return entries;
    }

    /** The newest root, as it is served. */
    public static Optional<byte[]> newestRoot(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT body FROM trust_root ORDER BY version DESC LIMIT 1");
                ResultSet r = s.executeQuery()) {
            return r.next() ? Optional.of(r.getBytes(1)) : Optional.empty();
        }
    }

    public static Optional<byte[]> root(Connection c, long version) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT body FROM trust_root WHERE version = ?")) {
            s.setLong(1, version);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(r.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** Fails where that version is there already: two changes at once, of which the later one must not win. */
    public static void saveRoot(Connection c, long version, byte[] body, long entry) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO trust_root VALUES (?, ?, ?)")) {
            s.setLong(1, version);
            s.setBytes(2, body);
            s.setLong(3, entry);
            s.executeUpdate();
        }
    }

    /** Where each key is kept, by key id: {@code file}, or what a token or a vault calls it. */
    public static Map<String, String> places(Connection c) throws SQLException {
        Map<String, String> places = new LinkedHashMap<>();
        try (PreparedStatement s = c.prepareStatement("SELECT id, place FROM signing_key");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                places.put(r.getString(1), r.getString(2));
            }
        }
        return places;
    }

    public static void savePlace(Connection c, String keyId, String place) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO signing_key VALUES (?, ?)")) {
            s.setString(1, keyId);
            s.setString(2, place);
            s.executeUpdate();
        }
    }

    /** The private half of that key is gone. */
    public static void removePlace(Connection c, String keyId) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("DELETE FROM signing_key WHERE id = ?")) {
            s.setString(1, keyId);
            s.executeUpdate();
        }
    }
}
