package dev.waag.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Waivers that were granted through the API, as opaque JSON with the ledger entry that recorded them. */
public final class Waivers {
    private Waivers() {}

    public static List<byte[]> all(Connection c) throws SQLException {
        List<byte[]> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement("SELECT body FROM waiver ORDER BY entry");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.add(r.getBytes(1));
            }
        }
        return all;
    }

    public static void save(Connection c, String id, byte[] body, long entry) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO waiver VALUES (?, ?, ?)")) {
            s.setString(1, id);
            s.setBytes(2, body);
            s.setLong(3, entry);
            s.executeUpdate();
        }
    }

    /** True where there was such a waiver. */
    public static boolean remove(Connection c, String id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("DELETE FROM waiver WHERE id = ?")) {
            s.setString(1, id);
            return s.executeUpdate() > 0;
        }
    }
}
