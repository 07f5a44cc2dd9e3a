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

    /**
     * A file that somebody was given.
     *
     * @param entry the number of its entry in the ledger; the first one's, where it was given several times within a batch
     * @param count how often
     */
    public record Delivery(
            long entry,
            int count,
            String project,
            String version,
            String filename,
            String sha256,
            String actor,
            Instant at) {}

    private static final class Group {
        private final long entry;
        private int count;

        private Group(long entry) {
            this.entry = entry;
        }
    }

    /** Notes the downloads that were entered from that number on. Those that differ in their time alone are one row, for a busy gate gives a file many times. */
    public static void add(Connection c, long first, List<LedgerEntry> downloads) throws SQLException {
        Map<List<Object>, Group> groups = new LinkedHashMap<>();
        long number = first;
        for (LedgerEntry d : downloads) {
            long entry = number++;
            groups.computeIfAbsent(List.of(d.actor(), d.fields()), k -> new Group(entry)).count++;
        }
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Group group : groups.values()) {
                LedgerEntry d = downloads.get((int) (group.entry - first));
                s.setLong(1, group.entry);
                s.setInt(2, group.count);
                s.setString(3, text(d, "project"));
                s.setString(4, text(d, "version"));
                s.setString(5, text(d, "filename"));
                s.setString(6, text(d, "sha256"));
                s.setString(7, d.actor());
                s.setLong(8, d.at().toEpochMilli());
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
                "SELECT entry, count, version, filename, sha256, actor, at FROM delivery WHERE project = ? ORDER BY entry")) {
            s.setString(1, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(new Delivery(
                            r.getLong(1),
                            r.getInt(2),
                            project.value(),
                            r.getString(3),
                            r.getString(4),
                            r.getString(5),
                            r.getString(6),
                            Instant.ofEpochMilli(r.getLong(7))));
                }
            }
        }
        return all;
    }
}
