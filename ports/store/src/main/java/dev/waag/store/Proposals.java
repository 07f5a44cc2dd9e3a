package dev.waag.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes that wait for a second person. Within a transaction, as {@link Hosted}. */
public final class Proposals {
    private Proposals() {}

    /**
     * One change.
     *
     * @param kind what it would change
     * @param body as it would be
     * @param state {@code waiting} or {@code approved}
     */
    public record Proposal(
            String id, String kind, byte[] body, String proposer, Instant at, String state, long entry) {}

    public static void add(Connection c, Proposal p) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO proposal VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            s.setString(1, p.id());
            s.setString(2, p.kind());
            s.setBytes(3, p.body());
            s.setString(4, p.proposer());
            s.setLong(5, p.at().toEpochMilli());
            s.setString(6, p.state());
            s.setLong(7, p.entry());
            s.executeUpdate();
        }
    }

    public static Optional<Proposal> find(Connection c, String id) throws SQLException {
        return all(c).stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /** All of them, oldest first. */
    public static List<Proposal> all(Connection c) throws SQLException {
        List<Proposal> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                        "SELECT id, kind, body, proposer, at, state, entry FROM proposal ORDER BY entry");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.add(new Proposal(
                        r.getString(1),
                        r.getString(2),
                        r.getBytes(3),
                        r.getString(4),
                        Instant.ofEpochMilli(r.getLong(5)),
                        r.getString(6),
                        r.getLong(7)));
            }
        }
        return all;
    }

    public static void approve(Connection c, String id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("UPDATE proposal SET state = 'approved' WHERE id = ?")) {
            s.setString(1, id);
            s.executeUpdate();
        }
    }
}
