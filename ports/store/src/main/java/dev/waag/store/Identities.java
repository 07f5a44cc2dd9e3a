package dev.waag.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Users, tokens and trusted publishers, as opaque JSON with the ledger entry that recorded them, and what goes with them. */
public final class Identities {
    private Identities() {}

    /** All of a kind, in the order in which they last changed. */
    public static List<byte[]> all(Connection c, String kind) throws SQLException {
        List<byte[]> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement("SELECT body FROM identity WHERE kind = ? ORDER BY entry, id")) {
            s.setString(1, kind);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(r.getBytes(1));
                }
            }
        }
        return all;
    }

    /** Stores one, in place of what has its id. */
    public static void save(Connection c, String kind, String id, byte[] body, long entry) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO identity VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, entry = excluded.entry")) {
            s.setString(1, kind);
            s.setString(2, id);
            s.setBytes(3, body);
            s.setLong(4, entry);
            s.executeUpdate();
        }
    }

    /** True where there was such a one. */
    public static boolean remove(Connection c, String kind, String id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("DELETE FROM identity WHERE kind = ? AND id = ?")) {
            s.setString(1, kind);
            s.setString(2, id);
            return s.executeUpdate() > 0;
        }
    }

    /** When tokens were last used, in milliseconds since 1970, by id. */
    public static Map<String, Long> uses(Connection c) throws SQLException {
        Map<String, Long> uses = new HashMap<>();
        try (PreparedStatement s = c.prepareStatement("SELECT id, used_at FROM token_use");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                uses.put(r.getString(1), r.getLong(2));
            }
        }
        return uses;
    }

    public static void used(Connection c, Map<String, Long> uses) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "INSERT INTO token_use VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at")) {
            for (Map.Entry<String, Long> use : uses.entrySet()) {
                s.setString(1, use.getKey());
                s.setLong(2, use.getValue());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    /** Drops what is kept beside a token. */
    public static void forget(Connection c, String token) throws SQLException {
        for (String table : List.of("token_use WHERE id = ?", "token_release WHERE token = ?")) {
            try (PreparedStatement s = c.prepareStatement("DELETE FROM " + table)) {
                s.setString(1, token);
                s.executeUpdate();
            }
        }
    }

    /** Spends an identity; false where that was done before. Those that are over by now are forgotten. */
    public static boolean spend(Connection c, String issuer, String id, long expiresAt, long now) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("DELETE FROM spent_identity WHERE expires_at < ?")) {
            s.setLong(1, now);
            s.executeUpdate();
        }
        try (PreparedStatement s =
                c.prepareStatement("INSERT INTO spent_identity VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            s.setString(1, issuer);
            s.setString(2, id);
            s.setLong(3, expiresAt);
            return s.executeUpdate() > 0;
        }
    }

    /** Binds a token to one version of a project, at its first use there; returns the version that it is bound to. */
    public static String bind(Connection c, String token, String project, String version) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT INTO token_release VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            s.setString(1, token);
            s.setString(2, project);
            s.setString(3, version);
            s.executeUpdate();
        }
        try (PreparedStatement s =
                c.prepareStatement("SELECT version FROM token_release WHERE token = ? AND project = ?")) {
            s.setString(1, token);
            s.setString(2, project);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getString(1) : version;
            }
        }
    }
}
