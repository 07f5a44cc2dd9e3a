package dev.waag.store;

import dev.waag.core.Json;
import dev.waag.python.ProjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which files are in which channel, how each channel came to where it is, and who approved what. Within a transaction, as {@link Hosted}. */
public final class Channels {
    private Channels() {}

    /**
     * A move of a channel.
     *
     * @param action {@code stage}, {@code promote}, {@code rollback} or {@code recall}
     * @param version the release that came or went
     * @param head the release that the channel points to since; empty for none
     */
    public record Move(
            String channel,
            ProjectName project,
            String action,
            String version,
            String head,
            Instant at,
            String actor,
            String reason,
            long entry) {}

    /** Who approved files, whose digest that is. */
    public record Approval(String files, String approver, Instant at) {}

    /** Names of the project's files in the channel. */
    public static Set<String> files(Connection c, String channel, ProjectName project) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT filename FROM channel_file WHERE channel = ? AND project = ? ORDER BY filename")) {
            s.setString(1, channel);
            s.setString(2, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    names.add(r.getString(1));
                }
            }
        }
        return names;
    }

    /** Names of the project's files by channel. */
    public static Map<String, Set<String>> filesByChannel(Connection c, ProjectName project) throws SQLException {
        Map<String, Set<String>> all = new HashMap<>();
        try (PreparedStatement s = c.prepareStatement("SELECT channel, filename FROM channel_file WHERE project = ?")) {
            s.setString(1, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.computeIfAbsent(r.getString(1), k -> new HashSet<>()).add(r.getString(2));
                }
            }
        }
        return all;
    }

    /** The project's releases in the channel. */
    public static Set<String> versions(Connection c, String channel, ProjectName project) throws SQLException {
        Set<String> versions = new LinkedHashSet<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT DISTINCT version FROM channel_file WHERE channel = ? AND project = ? ORDER BY version")) {
            s.setString(1, channel);
            s.setString(2, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    versions.add(r.getString(1));
                }
            }
        }
        return versions;
    }

    /** The channels that have a file of that release. */
    public static Set<String> of(Connection c, ProjectName project, String version) throws SQLException {
        Set<String> channels = new LinkedHashSet<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT DISTINCT channel FROM channel_file WHERE project = ? AND version = ? ORDER BY channel")) {
            s.setString(1, project.value());
            s.setString(2, version);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    channels.add(r.getString(1));
                }
            }
        }
        return channels;
    }

    /** The channels of each release of some projects, by project and version. */
    public static Map<String, Map<String, Set<String>>> byVersion(Connection c, Set<ProjectName> projects)
            throws SQLException {
        return pairs(
                c,
                "SELECT DISTINCT project, version, channel FROM channel_file"
                        + " WHERE project IN (SELECT value FROM json_each(?)) ORDER BY channel",
                projects);
    }

    /** Who published files of each release of some projects, by project and version. */
    public static Map<String, Map<String, Set<String>>> publishers(Connection c, Set<ProjectName> projects)
            throws SQLException {
        return pairs(
                c,
                "SELECT DISTINCT project, version, publisher FROM hosted_file"
                        + " WHERE project IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL",
                projects);
    }

    private static Map<String, Map<String, Set<String>>> pairs(Connection c, String sql, Set<ProjectName> projects)
            throws SQLException {
        Map<String, Map<String, Set<String>>> all = new HashMap<>();
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(
                    1,
                    Json.MAPPER.writeValueAsString(
                            projects.stream().map(ProjectName::value).toList()));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.computeIfAbsent(r.getString(1), k -> new HashMap<>())
                            .computeIfAbsent(r.getString(2), k -> new LinkedHashSet<>())
                            .add(r.getString(3));
                }
            }
        }
        return all;
    }

    public static void add(Connection c, String channel, HostedFile file) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR IGNORE INTO channel_file VALUES (?, ?, ?, ?)")) {
            s.setString(1, channel);
            s.setString(2, file.project().value());
            s.setString(3, file.version());
            s.setString(4, file.filename());
            s.executeUpdate();
        }
    }

    public static void remove(Connection c, String channel, ProjectName project, String version) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("DELETE FROM channel_file WHERE channel = ? AND project = ? AND version = ?")) {
            s.setString(1, channel);
            s.setString(2, project.value());
            s.setString(3, version);
            s.executeUpdate();
        }
    }

    public static void moved(Connection c, Move m) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "INSERT INTO channel_move(channel, project, action, version, head, at, actor, reason, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setString(1, m.channel());
            s.setString(2, m.project().value());
            s.setString(3, m.action());
            s.setString(4, m.version());
            s.setString(5, m.head());
            s.setLong(6, m.at().toEpochMilli());
            s.setString(7, m.actor());
            s.setString(8, m.reason());
            s.setLong(9, m.entry());
            s.executeUpdate();
        }
    }

    /** The project's moves in all channels, oldest first. */
    public static List<Move> history(Connection c, ProjectName project) throws SQLException {
        List<Move> moves = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT channel, action, version, head, at, actor, reason, entry FROM channel_move WHERE project = ? ORDER BY number")) {
            s.setString(1, project.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    moves.add(new Move(
                            r.getString(1),
                            project,
                            r.getString(2),
                            r.getString(3),
                            r.getString(4),
                            Instant.ofEpochMilli(r.getLong(5)),
                            r.getString(6),
                            r.getString(7),
                            r.getLong(8)));
                }
            }
        }
        return moves;
    }

    /** The release that the channel points to. */
    public static Optional<String> head(List<Move> history, String channel) {
        return history.reversed().stream()
                .filter(m -> m.channel().equals(channel))
                .findFirst()
                .map(Move::head)
                .filter(h -> !h.isEmpty());
    }

    public static void approve(Connection c, ProjectName project, String version, Approval a, long entry)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR IGNORE INTO approval VALUES (?, ?, ?, ?, ?, ?)")) {
            s.setString(1, project.value());
            s.setString(2, version);
            s.setString(3, a.files());
            s.setString(4, a.approver());
            s.setLong(5, a.at().toEpochMilli());
            s.setLong(6, entry);
            s.executeUpdate();
        }
    }

    public static List<Approval> approvals(Connection c, ProjectName project, String version) throws SQLException {
        List<Approval> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT files, approver, at FROM approval WHERE project = ? AND version = ? ORDER BY entry")) {
            s.setString(1, project.value());
            s.setString(2, version);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(new Approval(r.getString(1), r.getString(2), Instant.ofEpochMilli(r.getLong(3))));
                }
            }
        }
        return all;
    }
}
