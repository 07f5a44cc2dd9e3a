package dev.waag.store;

import dev.waag.core.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots as rows: the digest, the manifest of that digest, when it was made. Within a transaction, as {@link Hosted}. */
public final class SnapshotRows {
    private SnapshotRows() {}

    /** A snapshot without its manifest. */
    public record Row(Sha256 id, Instant at, long entry) {}

    public static Optional<byte[]> manifest(Connection c, Sha256 id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT body FROM snapshot WHERE id = ?")) {
            s.setString(1, id.hex());
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(r.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** All snapshots, oldest first. */
    public static List<Row> all(Connection c) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement("SELECT id, at, entry FROM snapshot ORDER BY entry");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                rows.add(new Row(new Sha256(r.getString(1)), Instant.ofEpochMilli(r.getLong(2)), r.getLong(3)));
            }
        }
        return rows;
    }

    public static void save(Connection c, Sha256 id, byte[] manifest, Instant at, long entry) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR IGNORE INTO snapshot VALUES (?, ?, ?, ?)")) {
            s.setString(1, id.hex());
            s.setBytes(2, manifest);
            s.setLong(3, at.toEpochMilli());
            s.setLong(4, entry);
            s.executeUpdate();
        }
    }
}
