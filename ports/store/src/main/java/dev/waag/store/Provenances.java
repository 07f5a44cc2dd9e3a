package dev.waag.store;

import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Provenance objects of files (PEP 740), byte for byte. */
public final class Provenances {
    private Provenances() {}

    /** @param tag what the file's address says of its content, so that other bytes under the same name have another provenance */
    public static Optional<byte[]> find(Connection c, String upstream, ProjectName project, String filename, String tag)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "SELECT body FROM provenance WHERE upstream = ? AND project = ? AND filename = ? AND tag = ?")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            s.setString(3, filename);
            s.setString(4, tag);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(r.getBytes(1)) : Optional.empty();
            }
        }
    }

    public static int save(Connection c, String upstream, ProjectName project, String filename, String tag, byte[] body)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO provenance VALUES (?, ?, ?, ?, ?)")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            s.setString(3, filename);
            s.setString(4, tag);
            s.setBytes(5, body);
            return s.executeUpdate();
        }
    }
}
