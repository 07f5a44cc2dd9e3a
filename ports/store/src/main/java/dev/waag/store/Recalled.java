package dev.waag.store;

import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A release that was recalled.
 *
 * @param id of the recall, which may be of several releases
 * @param advisory that it was recalled for
 * @param reason in somebody's words, or empty
 * @param entry the number of the recall's entry in the ledger
 */
public record Recalled(
        String id,
        ProjectName project,
        String version,
        Optional<String> advisory,
        String reason,
        String actor,
        Instant at,
        long entry) {
    /** All of them, in a fixed order. */
    public static List<Recalled> all(Connection c) throws SQLException {
        List<Recalled> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                        "SELECT id, project, version, advisory, reason, actor, at, entry FROM recall ORDER BY project, version, id");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                String advisory = r.getString(4);
                all.add(new Recalled(
                        r.getString(1),
                        new ProjectName(r.getString(2)),
                        r.getString(3),
                        advisory.isEmpty() ? Optional.empty() : Optional.of(advisory),
                        r.getString(5),
                        r.getString(6),
                        Instant.ofEpochMilli(r.getLong(7)),
                        r.getLong(8)));
            }
        }
        return all;
    }

    /** Stores it; nothing changes where it is there. */
    public void save(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR IGNORE INTO recall VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setString(1, id);
            s.setString(2, project.value());
            s.setString(3, version);
            s.setString(4, advisory.orElse(""));
            s.setString(5, reason);
            s.setString(6, actor);
            s.setLong(7, at.toEpochMilli());
            s.setLong(8, entry);
            s.executeUpdate();
        }
    }
}
