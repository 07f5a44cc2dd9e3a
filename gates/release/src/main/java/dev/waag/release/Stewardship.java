package dev.waag.release;

import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.index.IndexGate;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.store.Channels;
import dev.waag.store.Database;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What owners say of their projects besides releasing: yanks, marks, deletions. */
final class Stewardship {
    private static final List<String> STATES = List.of("active", "archived", "deprecated", "quarantined");

    private final ReleaseSettings settings;
    private final Database database;
    private final Ledger ledger;
    private final IndexGate index;
    private final InstantSource clock;

    Stewardship(ReleaseSettings settings, Database database, Ledger ledger, IndexGate index, InstantSource clock) {
        this.settings = settings;
        this.database = database;
        this.ledger = ledger;
        this.index = index;
        this.clock = clock;
    }

    Answer yank(Principal who, ProjectName project, String version, Optional<String> reason) throws SQLException {
        Optional<Answer.Refused> not = Rights.whyNot(who, Permission.PUBLISH, project);
        if (not.isPresent()) {
            return not.get();
        }
        Instant now = now();
        Answer answer = database.write(c -> {
            List<HostedFile> files = Hosted.files(c, project, version);
            if (files.isEmpty()) {
                return Moves.absent(project, Optional.of(version));
            }
            boolean changed = files.stream().anyMatch(f -> !f.yanked().equals(reason));
            Map<String, Object> fields = fields(project, reason.orElse(""));
            fields.put("version", version);
            if (changed) {
                ledger.append(c, new LedgerEntry(reason.isPresent() ? "yank" : "unyank", now, who.name(), fields));
                Hosted.yank(c, project, version, reason);
            }
            fields.put("state", reason.isPresent() ? "yanked" : "not yanked");
            return new Answer.Done(fields, changed);
        });
        index.changed(project);
        return answer;
    }

    Answer mark(Principal who, ProjectName project, String status, String reason) throws SQLException {
        if (!STATES.contains(status)) {
            return Answer.refused(
                    400,
                    "'" + status + "' is no status of a project: PEP 792 has others",
                    "one of " + String.join(", ", STATES));
        }
        Instant now = now();
        Answer answer = database.write(c -> {
            Optional<ProjectStatus> before = Hosted.status(c, project);
            if (before.isEmpty()) {
                return Moves.absent(project, Optional.empty());
            }
            boolean quarantine =
                    status.equals("quarantined") || before.get().state().equals("quarantined");
            Optional<Answer.Refused> not =
                    Rights.whyNot(who, quarantine ? Permission.RECALL : Permission.PUBLISH, project);
            if (not.isPresent()) {
                return not.get();
            }
            ProjectStatus after = new ProjectStatus(status, reason);
            Map<String, Object> fields = fields(project, reason);
            fields.put("status", status);
            if (!after.equals(before.get())) {
                ledger.append(c, new LedgerEntry("project-status", now, who.name(), fields));
                Hosted.setStatus(c, project, after);
            }
            fields.put("state", status);
            return new Answer.Done(fields, !after.equals(before.get()));
        });
        index.changed(project);
        return answer;
    }

    Answer delete(Principal who, ProjectName project, String version, String reason) throws SQLException {
        Optional<Answer.Refused> not = Rights.whyNot(who, Permission.PUBLISH, project);
        if (not.isPresent()) {
            return not.get();
        }
        Instant now = now();
        Answer answer = database.write(c -> {
            List<HostedFile> files = Hosted.files(c, project, version);
            if (files.isEmpty()) {
                return Moves.absent(project, Optional.of(version));
            }
            if (Channels.of(c, project, version).contains(settings.last()) && !who.may(Permission.IDENTITY)) {
                return Answer.refused(
                        403,
                        project + " " + version + " is released, and only an administrator deletes what others install",
                        "yank it, or take the channel back first: waag release rollback " + project);
            }
            Map<String, Object> fields = fields(project, reason);
            fields.put("version", version);
            fields.put("files", Releases.digests(files));
            ledger.append(c, new LedgerEntry("delete", now, who.name(), fields));
            for (HostedFile file : files) {
                Hosted.delete(c, project, file.filename(), now);
            }
            fields.put("state", "deleted");
            return new Answer.Done(fields, true);
        });
        index.changed(project);
        return answer;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Map<String, Object> fields(ProjectName project, String reason) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("reason", reason);
        return fields;
    }
}
