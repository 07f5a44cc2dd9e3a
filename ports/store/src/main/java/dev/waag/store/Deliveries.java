package dev.waag.store;

import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who was given what, looked up by release: the ledger's downloads as rows. */
public final class Deliveries {
    private Deliveries() {}

    /** One download. */
    public record Delivery(
            long entry, String project, String version, String filename, String sha256, String actor, Instant at) {}

    /** Notes the downloads that were entered from that number on. */
    public static void add(Connection c, long first, List<LedgerEntry> downloads) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            long number = first;
            for (LedgerEntry d : downloads) {
                s.setLong(1, number++);
                s.setString(2, text(d, "project"));
                s.setString(3, text(d, "version"));
                s.setString(4, text(d, "filename"));
                s.setString(5, text(d, "sha256"));
                s.setString(6, d.actor());
                s.setLong(7, d.at().toEpochMilli());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    private static String text(LedgerEntry entry, String field) {
        return String.valueOf(entry.fields().getOrDefault(field, ""));
    }

    /** Releases of which somebody got a file, by project. */
    public static Map<String, Set<String>> releases(Connection c) throws SQLException {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        try (PreparedStatement s = c.prepareStatement("SELECT DISTINCT project, version FROM delivery");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.computeIfAbsent(r.getString(1), k -> new LinkedHashSet<>()).add(r.getString(2));
            }
        }
        return all;
    }

    /** The downloads of a project's files, oldest first. */
    public static List<Delivery> of(Connection c, ProjectName project) throws SQLException {
        List<Delivery> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT entry, version, filename, sha256, actor, at FROM delivery WHERE project = ? ORDER BY entry")) {
            s.setString(1, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(new Delivery(
                            r.getLong(1),
                            project.value(),
                            r.getString(2),
                            r.getString(3),
                            r.getString(4),
                            r.getString(5),
                            Instant.ofEpochMilli(r.getLong(6))));
                }
            }
        }
        return all;
    }
}
