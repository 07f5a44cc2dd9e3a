package dev.waag.store;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/** The projects and files that are published here, as rows. All methods run within {@link Database#read} or {@link Database#write}. */
public final class Hosted {
    /** What stands in the place of an upstream for them. */
    public static final String UPSTREAM = "hosted";

    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};
    private static final String COLUMNS = "project, filename, unique_name, version, sha256, md5, blake2b, size, "
            + "requires_python, metadata_sha256, attested, yanked, publisher, publisher_claims, uploaded_at, deleted_at, entry";

    private Hosted() {}

    /** The project's status marker (PEP 792); empty where nothing was ever published under the name. */
    public static Optional<ProjectStatus> status(Connection c, ProjectName project) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT status, status_reason FROM hosted_project WHERE name = ?")) {
            s.setString(1, project.value());
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(new ProjectStatus(r.getString(1), r.getString(2))) : Optional.empty();
            }
        }
    }

    /** Makes the project where it is not there; true where this made it. */
    public static boolean create(Connection c, ProjectName project, Instant at) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR IGNORE INTO hosted_project VALUES (?, 'active', '', ?)")) {
            s.setString(1, project.value());
            s.setLong(2, at.toEpochMilli());
            return s.executeUpdate() > 0;
        }
    }

    public static void setStatus(Connection c, ProjectName project, ProjectStatus status) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("UPDATE hosted_project SET status = ?, status_reason = ? WHERE name = ?")) {
            s.setString(1, status.state());
            s.setString(2, status.reason());
            s.setString(3, project.value());
            s.executeUpdate();
        }
    }

    /** All projects, in order. */
    public static List<ProjectName> projects(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT name FROM hosted_project ORDER BY name")) {
            return names(s);
        }
    }

    /** The projects that have a file in the channel, in order. */
    public static List<ProjectName> projects(Connection c, String channel) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT DISTINCT project FROM channel_file WHERE channel = ? ORDER BY project")) {
            s.setString(1, channel);
            return names(s);
        }
    }

    private static List<ProjectName> names(PreparedStatement s) throws SQLException {
        List<ProjectName> names = new ArrayList<>();
        try (ResultSet r = s.executeQuery()) {
            while (r.next()) {
                names.add(new ProjectName(r.getString(1)));
            }
        }
        return names;
    }

    /** The project's files in the order of their upload, deleted ones not among them. */
    public static List<HostedFile> files(Connection c, ProjectName project) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT " + COLUMNS
                + " FROM hosted_file WHERE project = ? AND deleted_at IS NULL ORDER BY uploaded_at, filename")) {
            s.setString(1, project.value());
            return files(s);
        }
    }

    /** The files of one release, by name. */
    public static List<HostedFile> files(Connection c, ProjectName project, String version) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT " + COLUMNS
                + " FROM hosted_file WHERE project = ? AND version = ? AND deleted_at IS NULL ORDER BY filename")) {
            s.setString(1, project.value());
            s.setString(2, version);
            return files(s);
        }
    }

    /** The file that has that name or one that means the same, deleted or not. */
    public static Optional<HostedFile> named(Connection c, String uniqueName) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT " + COLUMNS + " FROM hosted_file WHERE unique_name = ?")) {
            s.setString(1, uniqueName);
            return files(s).stream().findFirst();
        }
    }

    /** Digests of all files, of those that are never evicted from the blobs. */
    public static Set<Sha256> digests(Connection c) throws SQLException {
        Set<Sha256> all = new HashSet<>();
        try (PreparedStatement s = c.prepareStatement("SELECT sha256 FROM hosted_file WHERE deleted_at IS NULL");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.add(new Sha256(r.getString(1)));
            }
        }
        return all;
    }

    private static List<HostedFile> files(PreparedStatement s) throws SQLException {
        List<HostedFile> files = new ArrayList<>();
        try (ResultSet r = s.executeQuery()) {
            while (r.next()) {
                String metadata = r.getString(10);
                long deleted = r.getLong(16);
                boolean there = r.wasNull();
                files.add(new HostedFile(
                        new ProjectName(r.getString(1)),
                        r.getString(2),
                        r.getString(3),
                        r.getString(4),
                        new Sha256(r.getString(5)),
                        r.getString(6),
                        r.getString(7),
                        r.getLong(8),
                        r.getString(9),
                        metadata.isEmpty() ? Optional.empty() : Optional.of(new Sha256(metadata)),
                        r.getBoolean(11),
                        Optional.ofNullable(r.getString(12)),
                        r.getString(13),
                        Json.MAPPER.readValue(r.getBytes(14), CLAIMS),
                        Instant.ofEpochMilli(r.getLong(15)),
                        there ? Optional.empty() : Optional.of(Instant.ofEpochMilli(deleted)),
                        r.getLong(17)));
            }
        }
        return files;
    }

    public static void add(Connection c, HostedFile f) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO hosted_file (" + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)")) {
            s.setString(1, f.project().value());
            s.setString(2, f.filename());
            s.setString(3, f.uniqueName());
            s.setString(4, f.version());
            s.setString(5, f.sha256().hex());
            s.setString(6, f.md5());
            s.setString(7, f.blake2b());
            s.setLong(8, f.size());
            s.setString(9, f.requiresPython());
            s.setString(10, f.metadataSha256().map(Sha256::hex).orElse(""));
            s.setBoolean(11, f.attested());
            s.setString(12, f.yanked().orElse(null));
            s.setString(13, f.publisher());
            s.setBytes(14, Json.MAPPER.writeValueAsBytes(f.claims()));
            s.setLong(15, f.uploadedAt().toEpochMilli());
            s.setLong(16, f.entry());
            s.executeUpdate();
        }
    }

    /** Yanks the release's files with that reason, or takes the yank back. */
    public static void yank(Connection c, ProjectName project, String version, Optional<String> reason)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("UPDATE hosted_file SET yanked = ? WHERE project = ? AND version = ?")) {
            s.setString(1, reason.orElse(null));
            s.setString(2, project.value());
            s.setString(3, version);
            s.executeUpdate();
        }
    }

    /** Takes a file away; its name stays taken. */
    public static void delete(Connection c, ProjectName project, String filename, Instant at) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("UPDATE hosted_file SET deleted_at = ? WHERE project = ? AND filename = ?")) {
            s.setLong(1, at.toEpochMilli());
            s.setString(2, project.value());
            s.setString(3, filename);
            s.executeUpdate();
        }
        try (PreparedStatement s = c.prepareStatement("DELETE FROM channel_file WHERE project = ? AND filename = ?")) {
            s.setString(1, project.value());
            s.setString(2, filename);
            s.executeUpdate();
        }
    }

    /**
     * What came with a file besides itself.
     *
     * @param entry of the ledger with which it came
     */
    public record Evidence(String kind, byte[] body, long entry) {}

    public static void addEvidence(
            Connection c, ProjectName project, String filename, String kind, byte[] body, long entry)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR IGNORE INTO hosted_evidence VALUES (?, ?, ?, ?, ?, ?)")) {
            s.setString(1, project.value());
            s.setString(2, filename);
            s.setString(3, kind);
            s.setString(4, Sha256.of(body).hex());
            s.setBytes(5, body);
            s.setLong(6, entry);
            s.executeUpdate();
        }
    }

    public static List<Evidence> evidence(Connection c, ProjectName project, String filename) throws SQLException {
        List<Evidence> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT kind, body, entry FROM hosted_evidence WHERE project = ? AND filename = ? ORDER BY entry, kind, sha256")) {
            s.setString(1, project.value());
            s.setString(2, filename);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(new Evidence(r.getString(1), r.getBytes(2), r.getLong(3)));
                }
            }
        }
        return all;
    }
}
