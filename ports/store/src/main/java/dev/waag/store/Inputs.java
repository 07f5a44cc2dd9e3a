package dev.waag.store;

import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the releases that are published here were made of, or need. Within a transaction, as {@link Hosted}. */
public final class Inputs {
    private Inputs() {}

    /**
     * One project that a file rests on.
     *
     * @param source where that is said: {@code requires}, {@code sbom} or {@code provenance}
     * @param version the exact one; empty where only a range is known
     * @param range a specifier; empty for any
     * @param sha256 of the very file that was used; empty where it is not known
     */
    public record Input(String source, ProjectName project, String version, String range, String sha256) {}

    /** A file that has such an input. */
    public record User(ProjectName project, String version, String filename, Input input) {}

    public static void add(Connection c, ProjectName project, String version, String filename, List<Input> inputs)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR IGNORE INTO release_input VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Input i : inputs) {
                s.setString(1, project.value());
                s.setString(2, version);
                s.setString(3, filename);
                s.setString(4, i.source());
                s.setString(5, i.project().value());
                s.setString(6, i.version());
                s.setString(7, i.range());
                s.setString(8, i.sha256());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    /** All projects that some file rests on. */
    public static List<ProjectName> all(Connection c) throws SQLException {
        List<ProjectName> names = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement("SELECT DISTINCT input FROM release_input ORDER BY input");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                names.add(new ProjectName(r.getString(1)));
            }
        }
        return names;
    }

    /** The files that rest on a project, in whatever version of it. */
    public static List<User> users(Connection c, ProjectName input) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "SELECT i.project, i.version, i.filename, i.source, i.input, i.input_version, i.input_range, i.sha256 FROM release_input i JOIN hosted_file f ON f.project = i.project AND f.filename = i.filename AND f.deleted_at IS NULL WHERE i.input = ? ORDER BY i.project, i.version, i.filename")) {
            s.setString(1, input.value());
            return users(s);
        }
    }

    /** What a release rests on. */
    public static List<User> of(Connection c, ProjectName project, String version) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "SELECT project, version, filename, source, input, input_version, input_range, sha256 FROM release_input WHERE project = ? AND version = ? ORDER BY input, filename")) {
            s.setString(1, project.value());
            s.setString(2, version);
            return users(s);
        }
    }

    private static List<User> users(PreparedStatement s) throws SQLException {
        List<User> users = new ArrayList<>();
        try (ResultSet r = s.executeQuery()) {
            while (r.next()) {
                users.add(new User(
                        new ProjectName(r.getString(1)),
                        r.getString(2),
                        r.getString(3),
                        new Input(
                                r.getString(4),
                                new ProjectName(r.getString(5)),
                                r.getString(6),
                                r.getString(7),
                                r.getString(8))));
            }
        }
        return users;
    }
}
