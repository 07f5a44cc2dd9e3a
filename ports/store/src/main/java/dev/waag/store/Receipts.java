package dev.waag.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Receipts, as opaque JSON, with what was served under each. */
public final class Receipts {
    /** @param envelope the signed statement, once it is closed */
    public record Row(String id, byte[] body, long expiresAt, Optional<byte[]> envelope) {}

    /** @param entry the number of the download's ledger entry */
    public record Served(String project, String version, String filename, String sha256, String decision, long entry) {}

    private Receipts() {}

    /** The ledger's entry of a receipt's last change. */
    public static Optional<Long> entry(Connection c, String id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT entry FROM receipt WHERE id = ?")) {
            s.setString(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(r.getLong(1)) : Optional.empty();
            }
        }
    }

    public static void save(Connection c, Row row, long entry) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO receipt VALUES (?, ?, ?, ?, ?) ON CONFLICT (id)"
                + " DO UPDATE SET body = excluded.body, envelope = excluded.envelope, entry = excluded.entry")) {
            s.setString(1, row.id());
            s.setBytes(2, row.body());
            s.setLong(3, row.expiresAt());
            if (row.envelope().isPresent()) {
                s.setBytes(4, row.envelope().get());
            } else {
                s.setNull(4, Types.BLOB);
            }
            s.setLong(5, entry);
            s.executeUpdate();
        }
    }

    public static Optional<Row> find(Connection c, String id) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT id, body, expires_at, envelope FROM receipt WHERE id = ?")) {
            s.setString(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(row(r)) : Optional.empty();
            }
        }
    }

    /** Those that changed last, the newest first. */
    public static List<Row> newest(Connection c, int limit) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT id, body, expires_at, envelope FROM receipt ORDER BY entry DESC LIMIT ?")) {
            s.setInt(1, limit);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    rows.add(row(r));
                }
            }
        }
        return rows;
    }

    /** Those that are open and have run out. */
    public static List<String> due(Connection c, long now) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT id FROM receipt WHERE envelope IS NULL AND expires_at <= ?")) {
            s.setLong(1, now);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    ids.add(r.getString(1));
                }
            }
        }
        return ids;
    }

    private static Row row(ResultSet r) throws SQLException {
        return new Row(r.getString(1), r.getBytes(2), r.getLong(3), Optional.ofNullable(r.getBytes(4)));
    }

    /** Collects a download under a receipt; the first one of a file counts. */
    static void collect(Connection c, String receipt, long number, Download download) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT INTO receipt_file VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            s.setString(1, receipt);
            s.setString(2, download.project());
            s.setString(3, download.filename());
            s.setString(4, download.version());
            s.setString(5, download.sha256());
            s.setString(6, Long.toString(download.decision()));
            s.setLong(7, number);
            s.executeUpdate();
        }
    }

    /** Remembers that a project's page was asked for. */
    public static int asked(Connection c, String receipt, String project) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT INTO receipt_page VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            s.setString(1, receipt);
            s.setString(2, project);
            return s.executeUpdate();
        }
    }

    public static List<String> pages(Connection c, String receipt) throws SQLException {
        List<String> projects = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT project FROM receipt_page WHERE receipt = ? ORDER BY project")) {
            s.setString(1, receipt);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    projects.add(r.getString(1));
                }
            }
        }
        return projects;
    }

    /** What was served under a receipt, by project and file. */
    public static List<Served> files(Connection c, String receipt) throws SQLException {
        List<Served> files = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT project, version, filename, sha256, decision, entry FROM receipt_file"
                        + " WHERE receipt = ? ORDER BY project, filename")) {
            s.setString(1, receipt);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    files.add(new Served(
                            r.getString(1),
                            r.getString(2),
                            r.getString(3),
                            r.getString(4),
                            r.getString(5),
                            r.getLong(6)));
                }
            }
        }
        return files;
    }

    /** @param body of the receipt; empty where it is not known any more */
    public record Under(String receipt, Optional<byte[]> body, Served file) {}

    /** The receipts under which a file was served. */
    public static List<Under> of(Connection c, String sha256) throws SQLException {
        List<Under> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT f.receipt, r.body, f.project, f.version, f.filename, f.sha256, f.decision, f.entry"
                        + " FROM receipt_file f LEFT JOIN receipt r ON r.id = f.receipt"
                        + " WHERE f.sha256 = ? ORDER BY f.entry")) {
            s.setString(1, sha256);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    Served file = new Served(
                            r.getString(3),
                            r.getString(4),
                            r.getString(5),
                            r.getString(6),
                            r.getString(7),
                            r.getLong(8));
                    all.add(new Under(r.getString(1), Optional.ofNullable(r.getBytes(2)), file));
                }
            }
        }
        return all;
    }
}
