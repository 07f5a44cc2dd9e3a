package dev.waag.store;

import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Which advisories people were told of, release by release. Within a transaction, as {@link Hosted}. */
public final class Noticed {
    private Noticed() {}

    public static boolean has(Connection c, String advisory, ProjectName project, String version) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "SELECT 1 FROM noticed_advisory WHERE advisory = ? AND project = ? AND version = ?")) {
            s.setString(1, advisory);
            s.setString(2, project.value());
            s.setString(3, version);
            try (ResultSet r = s.executeQuery()) {
                return r.next();
            }
        }
    }

    /** True where that was not noted before. */
    public static boolean add(Connection c, String advisory, ProjectName project, String version) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR IGNORE INTO noticed_advisory VALUES (?, ?, ?)")) {
            s.setString(1, advisory);
            s.setString(2, project.value());
            s.setString(3, version);
            return s.executeUpdate() > 0;
        }
    }
}
