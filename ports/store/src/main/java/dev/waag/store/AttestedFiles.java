package dev.waag.store;

import dev.waag.attest.Publisher;
import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found out about the provenance of files, and which changes of it were accepted. */
public final class AttestedFiles {
    private AttestedFiles() {}

    /**
     * What one file's provenance came to.
     *
     * @param tag what the file's address says of its content
     * @param root the trusted root by which it was judged
     * @param publisher who attested it; empty where nothing was proved
     * @param fault why nothing was proved; empty where something was
     */
    public record Finding(String filename, String tag, Sha256 root, Optional<Publisher> publisher, String fault) {}

    /**
     * A change that somebody accepted.
     *
     * @param publisher who attests from then on, as {@link Publisher#toString} writes it; empty for nobody
     */
    public record Accepted(String version, String publisher, String owner, String reason, long entry) {}

    /** All that is known of a project's files. */
    public static List<Finding> findings(Connection c, String upstream, ProjectName project) throws SQLException {
        List<Finding> found = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT filename, tag, root, fault, kind, repository, workflow, environment"
                        + " FROM attested WHERE upstream = ? AND project = ?")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    String kind = r.getString(5);
                    Optional<Publisher> publisher = kind.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Publisher(kind, r.getString(6), r.getString(7), r.getString(8)));
                    found.add(new Finding(
                            r.getString(1), r.getString(2), new Sha256(r.getString(3)), publisher, r.getString(4)));
                }
            }
        }
        return found;
    }

    public static int save(Connection c, String upstream, ProjectName project, Finding f) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR REPLACE INTO attested VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            s.setString(3, f.filename());
            s.setString(4, f.tag());
            s.setString(5, f.root().hex());
            s.setString(6, f.fault());
            s.setString(7, f.publisher().map(Publisher::kind).orElse(""));
            s.setString(8, f.publisher().map(Publisher::repository).orElse(""));
            s.setString(9, f.publisher().map(Publisher::workflow).orElse(""));
            s.setString(10, f.publisher().map(Publisher::environment).orElse(""));
            return s.executeUpdate();
        }
    }

    /** What was accepted for a project, oldest first. */
    public static List<Accepted> accepted(Connection c, ProjectName project) throws SQLException {
        List<Accepted> accepted = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement("SELECT version, publisher, owner, reason, entry"
                + " FROM provenance_accepted WHERE project = ? ORDER BY entry")) {
            s.setString(1, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    accepted.add(
                            new Accepted(r.getString(1), r.getString(2), r.getString(3), r.getString(4), r.getLong(5)));
                }
            }
        }
        return accepted;
    }

    public static int accept(Connection c, ProjectName project, Accepted a) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR REPLACE INTO provenance_accepted VALUES (?, ?, ?, ?, ?, ?)")) {
            s.setString(1, project.value());
            s.setString(2, a.version());
            s.setString(3, a.publisher());
            s.setString(4, a.owner());
            s.setString(5, a.reason());
            s.setLong(6, a.entry());
            return s.executeUpdate();
        }
    }
}
