package dev.waag.release;

import dev.waag.judge.Recalls;
import dev.waag.python.ProjectName;
import dev.waag.store.Channels;
import dev.waag.store.Hosted;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes a channel back from a release. */
final class Rollback {
    private Rollback() {}

    /**
     * The releases that the channel can go back to: in it, neither recalled nor yanked, the one that was put in last first.
     *
     * @param head the release that it is to leave
     */
    static List<String> good(
            Connection c,
            Recalls recalls,
            String channel,
            ProjectName project,
            String head,
            List<Channels.Move> history)
            throws SQLException {
        Set<String> in = Channels.versions(c, channel, project);
        List<String> good = new ArrayList<>();
        for (Channels.Move move : history.reversed()) {
            String version = move.version();
            boolean came = move.action().equals("promote") || move.action().equals("stage");
            if (came
                    && move.channel().equals(channel)
                    && !version.equals(head)
                    && in.contains(version)
                    && !good.contains(version)
                    && !recalls.covers(project, version)
                    && Hosted.files(c, project, version).stream()
                            .anyMatch(f -> f.yanked().isEmpty())) {
                good.add(version);
            }
        }
        return good;
    }

    /**
     * Removes releases from a channel.
     *
     * @param left the releases that go, the one that the channel pointed to last
     * @param to the one that the channel points to from then on; empty for none
     * @param action {@code rollback} or {@code recall}
     * @param blocked whether nobody gets them anyway: then they stay on the page, which says why
     */
    static Answer take(
            Connection c,
            Ledger ledger,
            String channel,
            ProjectName project,
            List<String> left,
            Optional<String> to,
            String actor,
            String action,
            boolean blocked,
            String reason,
            Instant now)
            throws SQLException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("channel", channel);
        fields.put("from", left.getLast());
        fields.put("removed", left);
        fields.put("version", to.orElse(""));
        fields.put("to", to.orElse(""));
        if (!reason.isEmpty()) {
            fields.put("reason", reason);
        }
        long entry = ledger.append(c, new LedgerEntry("rollback", now, actor, fields));
        for (String version : left) {
            if (!blocked) {
                Channels.remove(c, channel, project, version);
            }
            Channels.moved(
                    c, new Channels.Move(channel, project, action, version, to.orElse(""), now, actor, reason, entry));
        }
        return new Answer.Done(fields, true);
    }
}
