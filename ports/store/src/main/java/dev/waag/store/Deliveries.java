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

    /** A download as often as it is in a batch, the first time as the batch's entry of that number. */
    private static final class Group {
        private final LedgerEntry.Form form;
        private final int first;
        private final Instant at;
        private int count;

        private Group(Download what, int first, Instant at) {
            this.form = new LedgerEntry.Form(what.entry(at));
            this.first = first;
            this.at = at;
        }
    }

    /**
     * Enters downloads in the ledger, one after another, and notes them. Those that differ in their time alone are one row, for a busy gate
     * gives a file many times.
     *
     * @return the number of the first one's entry
     */
    public static long enter(Connection c, Ledger ledger, List<Download.Given> downloads) throws SQLException {
        Map<Download, Group> groups = new LinkedHashMap<>();
        List<byte[]> entries = new ArrayList<>(downloads.size());
        for (Download.Given d : downloads) {
            Group group = groups.computeIfAbsent(d.what(), w -> new Group(w, entries.size(), d.at()));
            group.count++;
            entries.add(group.form.at(d.at()));
        }
        long number = ledger.appendWritten(c, entries);
        add(c, number, groups);
        for (Map.Entry<Download, Group> g : groups.entrySet()) {
            if (g.getKey().receipt().isPresent()) {
                Receipts.collect(c, g.getKey().receipt().get(), number + g.getValue().first, g.getKey());
            }
        }
        return number;
    }

    private static void add(Connection c, long number, Map<Download, Group> groups) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Map.Entry<Download, Group> g : groups.entrySet()) {
                Download d = g.getKey();
                s.setLong(1, number + g.getValue().first);
                s.setInt(2, g.getValue().count);
                s.setString(3, d.project());
                s.setString(4, d.version());
                s.setString(5, d.filename());
                s.setString(6, d.sha256());
                s.setString(7, d.actor());
                s.setLong(8, g.getValue().at.toEpochMilli());
                s.addBatch();
            }
            s.executeBatch();
        }
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
