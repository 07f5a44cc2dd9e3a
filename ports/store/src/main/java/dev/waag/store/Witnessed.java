package dev.waag.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The newest checkpoint of another log that this Waag cosigned.
 *
 * @param root the root hash, 32 bytes
 */
public record Witnessed(String origin, long size, byte[] root) {
    public Witnessed {
        root = root.clone();
    }

    public static Optional<Witnessed> last(Connection c, String origin) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT size, root FROM witnessed WHERE origin = ?")) {
            s.setString(1, origin);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(new Witnessed(origin, r.getLong(1), r.getBytes(2))) : Optional.empty();
            }
        }
    }

    public void save(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO witnessed VALUES (?, ?, ?)")) {
            s.setString(1, origin);
            s.setLong(2, size);
            s.setBytes(3, root);
            s.executeUpdate();
        }
    }
}
