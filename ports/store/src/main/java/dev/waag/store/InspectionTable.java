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

/** What inspecting files told, by bytes and name. Rows of another revision than asked for are as good as none. */
public final class InspectionTable {
    private InspectionTable() {}

    public static Optional<InspectionRow> find(Connection c, String sha256, String filename, int revision)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT * FROM inspection WHERE sha256 = ? AND filename = ? AND revision = ?")) {
            s.setString(1, sha256);
            s.setString(2, filename);
            s.setInt(3, revision);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(row(r)) : Optional.empty();
            }
        }
    }

    public static List<InspectionRow> ofProject(Connection c, ProjectName project, int revision) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT * FROM inspection WHERE project = ? AND revision = ?")) {
            s.setString(1, project.value());
            s.setInt(2, revision);
            List<InspectionRow> rows = new ArrayList<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    rows.add(row(r));
                }
            }
            return rows;
        }
    }

    public static int save(Connection c, InspectionRow row) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR REPLACE INTO inspection VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setString(1, row.sha256());
            s.setString(2, row.filename());
            s.setString(3, row.project());
            s.setString(4, row.version());
            s.setInt(5, row.revision());
            s.setLong(6, row.inspectedAt().toEpochMilli());
            s.setBytes(7, row.facts());
            s.setBytes(8, row.body());
            return s.executeUpdate();
        }
    }

    private static InspectionRow row(ResultSet r) throws SQLException {
        return new InspectionRow(
                r.getString("sha256"),
                r.getString("filename"),
                r.getString("project"),
                r.getString("version"),
                r.getInt("revision"),
                Instant.ofEpochMilli(r.getLong("inspected_at")),
                r.getBytes("facts"),
                r.getBytes("body"));
    }
}
