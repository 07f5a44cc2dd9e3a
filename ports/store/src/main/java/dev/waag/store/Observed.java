package dev.waag.store;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Digests that we computed of files whose upstream names no SHA-256. */
public final class Observed {
    private Observed() {}

    /** @param tag what the file's address says of its content, so that other bytes under the same name are another file */
    public static Optional<Sha256> find(Connection c, String upstream, ProjectName project, String filename, String tag)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "SELECT sha256 FROM observed WHERE upstream = ? AND project = ? AND filename = ? AND tag = ?")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            s.setString(3, filename);
            s.setString(4, tag);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(new Sha256(r.getString(1))) : Optional.empty();
            }
        }
    }

    public static int save(
            Connection c, String upstream, ProjectName project, String filename, String tag, Sha256 digest)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO observed VALUES (?, ?, ?, ?, ?)")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            s.setString(3, filename);
            s.setString(4, tag);
            s.setString(5, digest.hex());
            return s.executeUpdate();
        }
    }
}
