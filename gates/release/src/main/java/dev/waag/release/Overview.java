package dev.waag.release;

import dev.waag.identity.Duties;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.store.Channels;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where a project's releases are, and how they came there. */
final class Overview {
    /** Of how many releases that wait it is looked up what they lack, where none is named: the newest. */
    static final int LOOKED_INTO = 20;

    private static final String RECALLED = "recalled";

    private final ReleaseSettings settings;
    private final Readiness readiness;
    private final Judge judge;
    private final InstantSource clock;

    Overview(ReleaseSettings settings, Readiness readiness, Judge judge, InstantSource clock) {
        this.settings = settings;
        this.readiness = readiness;
        this.judge = judge;
        this.clock = clock;
    }

    Answer of(Connection c, ProjectName project, Optional<String> version) throws SQLException {
        Optional<ProjectStatus> status = Hosted.status(c, project);
        if (status.isEmpty()
                || version.isPresent()
                        && Hosted.files(c, project, version.get()).isEmpty()) {
            return Moves.absent(project, version);
        }
        List<Channels.Move> history = Channels.history(c, project);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("project", project.value());
        all.put("status", status.get().state());
        all.put("status_reason", status.get().reason());
        List<Map<String, Object>> channels = new ArrayList<>();
        for (String channel : settings.channels()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("channel", channel);
            row.put("release", Channels.head(history, channel).orElse(""));
            row.put("versions", sorted(Channels.versions(c, channel, project)));
            channels.add(row);
        }
        all.put("channels", channels);
        TreeSet<String> versions = new TreeSet<>(Releases::compare);
        Hosted.files(c, project).forEach(f -> versions.add(f.version()));
        List<Map<String, Object>> releases = new ArrayList<>();
        int waiting = 0;
        for (String v : versions.reversed()) {
            if (version.isEmpty() || version.get().equals(v)) {
                Releases r = Releases.find(c, project, v).orElseThrow();
                Map<String, Object> row = release(c, r);
                Optional<String> next = readiness.next(c, r);
                if (next.isPresent() && !RECALLED.equals(row.get("state")) && waiting++ < LOOKED_INTO) {
                    row.put("next", next.get());
                    row.put("unmet", readiness.unmet(c, r, next.get(), clock.instant()));
                }
                releases.addFirst(row);
            }
        }
        all.put("releases", releases);
        all.put(
                "history",
                history.stream()
                        .filter(m -> version.isEmpty() || version.get().equals(m.version()))
                        .map(Overview::move)
                        .toList());
        return new Answer.Done(all, false);
    }

    private static List<String> sorted(Set<String> versions) {
        return versions.stream().sorted(Releases::compare).toList();
    }

    private Map<String, Object> release(Connection c, Releases r) throws SQLException {
        Set<String> in = Channels.of(c, r.project(), r.version());
        Set<String> counted = Duties.counted(r.publishers(), r.approvers(), KeyHolders.of(c, r));
        boolean recalled = judge.grounds().recalls().covers(r.project(), r.version());
        String state = recalled
                ? RECALLED
                : in.contains(settings.last())
                        ? "released"
                        : counted.size() >= settings.approvals() && settings.approvals() > 0 ? "approved" : "staged";
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("version", r.version());
        row.put("state", state);
        row.put("channels", settings.channels().stream().filter(in::contains).toList());
        row.put("approvals", List.copyOf(counted));
        row.put("needed", settings.approvals());
        row.put("publishers", r.publishers().stream().map(p -> p.name()).toList());
        row.put("yanked", r.files().stream().allMatch(f -> f.yanked().isPresent()));
        row.put("files", r.files().stream().map(Overview::file).toList());
        return row;
    }

    private static Map<String, Object> file(HostedFile f) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("filename", f.filename());
        row.put("sha256", f.sha256().hex());
        row.put("size", f.size());
        row.put("publisher", f.publisher());
        row.put("uploaded_at", f.uploadedAt().toString());
        row.put("ledger_index", f.entry());
        return row;
    }

    private static Map<String, Object> move(Channels.Move m) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("at", m.at().toString());
        row.put("action", m.action());
        row.put("channel", m.channel());
        row.put("version", m.version());
        row.put("release", m.head());
        row.put("actor", m.actor());
        row.put("reason", m.reason());
        row.put("ledger_index", m.entry());
        return row;
    }
}
