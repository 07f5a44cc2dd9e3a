package dev.waag.release;

import dev.waag.python.ProjectName;
import dev.waag.store.Channels;
import dev.waag.store.HostedFile;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts files of a release into the first channel. */
final class Staging {
    private Staging() {}

    /**
     * Stages files of one release.
     *
     * @return false where all were there
     */
    static boolean stage(
            Connection c, Ledger ledger, ReleaseSettings settings, List<HostedFile> files, String actor, Instant now)
            throws SQLException {
        HostedFile first = files.getFirst();
        ProjectName project = first.project();
        String channel = settings.first();
        Set<String> there = Channels.files(c, channel, project);
        List<HostedFile> fresh =
                files.stream().filter(f -> !there.contains(f.filename())).toList();
        if (fresh.isEmpty()) {
            return false;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("version", first.version());
        fields.put("channel", channel);
        fields.put("files", Releases.digests(fresh));
        long entry = ledger.append(c, new LedgerEntry("stage", now, actor, fields));
        for (HostedFile file : fresh) {
            Channels.add(c, channel, file);
        }
        Channels.moved(
                c,
                new Channels.Move(channel, project, "stage", first.version(), first.version(), now, actor, "", entry));
        return true;
    }
}
