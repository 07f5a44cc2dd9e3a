package dev.waag.store;

import dev.waag.core.Json;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.store.DecisionRecord.ReasonRecord;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The projects and files that upstreams were seen to have, as rows. All methods run within {@link Database#read} or {@link Database#write}. */
public final class Projects {
    private static final TypeReference<List<ReasonRecord>> REASONS = new TypeReference<>() {};
    private static final long NEVER = Long.MAX_VALUE;

    private Projects() {}

    public static Optional<ProjectRecord> find(Connection c, String upstream, ProjectName name) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "SELECT status, status_reason, etag, last_modified, fetched_at, fresh_until, has_times, policy FROM project WHERE upstream = ? AND name = ?")) {
            s.setString(1, upstream);
            s.setString(2, name.value());
            try (ResultSet r = s.executeQuery()) {
                if (!r.next()) {
                    return Optional.empty();
                }
                return Optional.of(new ProjectRecord(
                        upstream,
                        name,
                        new ProjectStatus(r.getString(1), r.getString(2)),
                        r.getString(3),
                        r.getString(4),
                        Instant.ofEpochMilli(r.getLong(5)),
                        Instant.ofEpochMilli(r.getLong(6)),
                        r.getBoolean(7),
                        r.getString(8),
                        files(c, upstream, name)));
            }
        }
    }

    private static List<FileRecord> files(Connection c, String upstream, ProjectName name) throws SQLException {
        List<FileRecord> files = new ArrayList<>();
        // files of one release mostly have the same reasons, which are read and kept once
        Map<String, List<ReasonRecord>> known = new HashMap<>();
        try (PreparedStatement s = c.prepareStatement(
                "SELECT place, first_seen, seen, latest, changed, verdict, reasons, entry, judged_at, changes_at FROM file WHERE upstream = ? AND project = ? ORDER BY place, filename")) {
            s.setString(1, upstream);
            s.setString(2, name.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    byte[] latest = r.getBytes(4);
                    byte[] reasons = r.getBytes(7);
                    long changesAt = r.getLong(10);
                    files.add(FileRecord.of(
                            name,
                            r.getInt(1),
                            Instant.ofEpochMilli(r.getLong(2)),
                            SimpleFileCodec.read(r.getBytes(3)),
                            latest == null ? Optional.empty() : Optional.of(SimpleFileCodec.read(latest)),
                            Optional.ofNullable(r.getString(5)),
                            new DecisionRecord(
                                    r.getString(6),
                                    reasons == null
                                            ? List.of()
                                            : known.computeIfAbsent(
                                                    new String(reasons, StandardCharsets.UTF_8), Projects::reasons),
                                    r.getLong(8),
                                    Instant.ofEpochMilli(r.getLong(9)),
                                    changesAt == NEVER
                                            ? Optional.empty()
                                            : Optional.of(Instant.ofEpochMilli(changesAt)))));
                }
            }
        }
        return files;
    }

    private static List<ReasonRecord> reasons(String json) {
        return List.copyOf(Json.MAPPER.readValue(json, REASONS));
    }

    /** Stores the project's own row and those of its files that are given. */
    public static void save(Connection c, ProjectRecord p, Collection<FileRecord> changed) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR REPLACE INTO project VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setString(1, p.upstream());
            s.setString(2, p.name().value());
            s.setString(3, p.status().state());
            s.setString(4, p.status().reason());
            s.setString(5, p.etag());
            s.setString(6, p.lastModified());
            s.setLong(7, p.fetchedAt().toEpochMilli());
            s.setLong(8, p.freshUntil().toEpochMilli());
            s.setBoolean(9, p.hasTimes());
            s.setString(10, p.basis());
            s.executeUpdate();
        }
        try (PreparedStatement s =
                c.prepareStatement("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (FileRecord f : changed) {
                DecisionRecord d = f.decision();
                s.setString(1, p.upstream());
                s.setString(2, p.name().value());
                s.setString(3, f.filename());
                s.setInt(4, f.place());
                s.setLong(5, f.firstSeen().toEpochMilli());
                s.setBytes(6, SimpleFileCodec.write(f.seen()));
                setBytes(s, 7, f.latest().map(SimpleFileCodec::write).orElse(null));
                s.setString(8, f.changed().orElse(null));
                s.setString(9, d.verdict());
                s.setString(10, String.join(",", d.rules()));
                setBytes(s, 11, d.reasons().isEmpty() ? null : Json.MAPPER.writeValueAsBytes(d.reasons()));
                s.setLong(12, d.entry());
                s.setLong(13, d.judgedAt().toEpochMilli());
                s.setLong(14, d.changesAt().map(Instant::toEpochMilli).orElse(NEVER));
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    private static void setBytes(PreparedStatement s, int index, byte @Nullable [] bytes) throws SQLException {
        s.setBytes(index, bytes);
    }

    /**
     * The core metadata kept for a wheel.
     *
     * @param wheel the wheel's SHA-256, or empty where the upstream names none
     * @param confirmed whether the wheel's own METADATA was seen to be the same
     */
    public record Metadata(String wheel, byte[] body, boolean confirmed) {}

    public static Optional<Metadata> metadata(Connection c, String upstream, ProjectName project, String filename)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "SELECT wheel, body, confirmed FROM metadata WHERE upstream = ? AND project = ? AND filename = ?")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            s.setString(3, filename);
            try (ResultSet r = s.executeQuery()) {
                return r.next()
                        ? Optional.of(new Metadata(r.getString(1), r.getBytes(2), r.getBoolean(3)))
                        : Optional.empty();
            }
        }
    }

    public static void saveMetadata(Connection c, String upstream, ProjectName project, String filename, Metadata m)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO metadata VALUES (?, ?, ?, ?, ?, ?)")) {
            s.setString(1, upstream);
            s.setString(2, project.value());
            s.setString(3, filename);
            s.setString(4, m.wheel());
            s.setBytes(5, m.body());
            s.setBoolean(6, m.confirmed());
            s.executeUpdate();
        }
    }

    /** Names of the projects of an upstream that are known here, in order. */
    public static List<ProjectName> names(Connection c, String upstream) throws SQLException {
        List<ProjectName> names = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement("SELECT name FROM project WHERE upstream = ? ORDER BY name")) {
            s.setString(1, upstream);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    names.add(new ProjectName(r.getString(1)));
                }
            }
        }
        return names;
    }
}
