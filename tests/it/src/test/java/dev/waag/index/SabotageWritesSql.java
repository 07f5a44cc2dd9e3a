package dev.waag.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A gate that speaks SQL. */
public final class SabotageWritesSql {
    public void write(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("DELETE FROM file")) {
            s.executeUpdate();
        }
    }
}
