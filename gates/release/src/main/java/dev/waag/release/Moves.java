package dev.waag.release;

import dev.waag.core.Sha256;
import dev.waag.identity.Doer;
import dev.waag.identity.Duties;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.index.IndexGate;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.store.Channels;
import dev.waag.store.Database;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Moves releases through the channels: each a single transaction of the new state with its entry in the ledger. */
final class Moves {
    private final ReleaseSettings settings;
    private final Database database;
    private final Ledger ledger;
    private final Judge judge;
    private final IndexGate index;
    private final InstantSource clock;
    private final Readiness readiness;

    Moves(
            ReleaseSettings settings,
            Readiness readiness,
            Database database,
            Ledger ledger,
            Judge judge,
            IndexGate index,
            InstantSource clock) {
        this.settings = settings;
        this.database = database;
        this.ledger = ledger;
        this.judge = judge;
        this.index = index;
        this.clock = clock;
        this.readiness = readiness;
    }

    private interface Step {
        Answer take(Connection c, Releases release, Instant now) throws SQLException;
    }

    /** Takes a step of a release in one transaction. */
    private Answer step(ProjectName project, Optional<String> version, Step step) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Answer answer = database.write(c -> {
            Optional<String> meant = version.isPresent() ? version : newest(c, project);
            Optional<Releases> release = meant.isPresent() ? Releases.find(c, project, meant.get()) : Optional.empty();
            return release.isEmpty() ? absent(project, version) : step.take(c, release.get(), now);
        });
        index.changed(project);
        return answer;
    }

    /** The release that was staged last. */
    private Optional<String> newest(Connection c, ProjectName project) throws SQLException {
        return Channels.head(Channels.history(c, project), settings.first());
    }

    static Answer absent(ProjectName project, Optional<String> version) {
        return Answer.refused(
                404,
                "there is no release " + project + version.map(v -> "==" + v).orElse("")
                        + ": nothing was published here under that name" + (version.isEmpty() ? "" : " and version"),
                "publish it first: waag publish, or twine, uv, Poetry, PDM, hatch or flit");
    }

    Answer stage(Principal who, ProjectName project, Optional<String> version) throws SQLException {
        Optional<Answer.Refused> not = Rights.whyNot(who, Permission.PUBLISH, project);
        if (not.isPresent()) {
            return not.get();
        }
        return step(project, version, (c, release, now) -> {
            Optional<Answer> recalled = recalled(release);
            if (recalled.isPresent()) {
                return recalled.get();
            }
            boolean changed = Staging.stage(c, ledger, settings, release.files(), who.name(), now);
            return done(release, Map.of("channel", settings.first()), changed);
        });
    }

    /** @param links DSSE envelopes, one a line */
    Answer attach(Principal who, ProjectName project, Optional<String> version, String links) throws SQLException {
        Optional<Answer.Refused> not = Rights.whyNot(who, Permission.PUBLISH, project);
        if (not.isPresent()) {
            return not.get();
        }
        Optional<String> fault = PipelineLinks.fault(links);
        if (fault.isPresent()) {
            return Answer.refused(400, fault.get(), "attach what waag run wrote into its folder of links");
        }
        byte[] body = links.getBytes(StandardCharsets.UTF_8);
        return step(project, version, (c, release, now) -> {
            String word = Evidence.Kind.LINKS.word();
            List<HostedFile> without = new ArrayList<>();
            for (HostedFile f : release.files()) {
                if (Hosted.evidence(c, project, f.filename()).stream()
                        .noneMatch(e -> e.kind().equals(word) && Arrays.equals(e.body(), body))) {
                    without.add(f);
                }
            }
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("links_sha256", Sha256.of(body).hex());
            if (!without.isEmpty()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("project", project.value());
                fields.put("version", release.version());
                fields.put("files", Releases.digests(without));
                fields.putAll(told);
                long entry = ledger.append(c, new LedgerEntry("attach", now, who.name(), fields));
                for (HostedFile f : without) {
                    Hosted.addEvidence(c, project, f.filename(), word, body, entry);
                }
            }
            told.put("unmet", readiness.failures(c, release, now));
            return done(release, told, !without.isEmpty());
        });
    }

    Answer approve(Principal who, ProjectName project, Optional<String> version) throws SQLException {
        return step(project, version, (c, release, now) -> {
            Set<String> holders = KeyHolders.of(c, release);
            Optional<String> not =
                    Duties.whyNotApprove(who, release.publishers(), holders).or(() -> limited(who, project));
            if (not.isPresent()) {
                return Answer.refused(403, not.get(), "another person with the role approver can");
            }
            Optional<Answer> recalled = recalled(release);
            if (recalled.isPresent()) {
                return recalled.get();
            }
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("changes", Changes.since(c, release, settings.last()));
            boolean already =
                    release.approvers().stream().anyMatch(a -> a.name().equals(who.name()));
            if (!already) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("project", project.value());
                fields.put("version", release.version());
                fields.put("files", Releases.digests(release.files()));
                long entry = ledger.append(c, new LedgerEntry("approve", now, who.name(), fields));
                Channels.approve(
                        c, project, release.version(), new Channels.Approval(release.digest(), who.name(), now), entry);
            }
            Releases after = Releases.find(c, project, release.version()).orElseThrow();
            Set<String> counted = Duties.counted(after.publishers(), after.approvers(), holders);
            told.put("approvals", List.copyOf(counted));
            told.put("needed", settings.approvals());
            told.put("unmet", readiness.failures(c, after, now));
            return done(after, told, !already);
        });
    }

    private static Optional<String> limited(Principal who, ProjectName project) {
        return who.concerns(project)
                ? Optional.empty()
                : Optional.of("this token of " + who.name() + " is limited to other projects than " + project);
    }

    /** @param channel the one after those that the release is in, where none is named */
    Answer promote(Principal who, ProjectName project, Optional<String> version, Optional<String> channel)
            throws SQLException {
        return step(project, version, (c, release, now) -> {
            Optional<String> to = channel.isPresent() ? channel : readiness.next(c, release);
            if (to.isEmpty() || settings.channels().indexOf(to.get()) < 1) {
                return Answer.refused(
                        400,
                        to.map(t -> "there is no channel '" + t + "' to promote to: it is none of "
                                        + String.join(", ", settings.channels()))
                                .orElse(project + " " + release.version()
                                        + " is not promoted: it is in the last channel already"),
                        "name another with --channel; the first of them takes what is staged");
            }
            Optional<String> not = Duties.whyNotPromote(
                            who,
                            release.publishers(),
                            release.approvers(),
                            KeyHolders.of(c, release),
                            settings.approvals())
                    .or(() -> limited(who, project))
                    .or(() -> alone(who, release));
            if (not.isPresent()) {
                boolean lacking = not.get().startsWith("it has ");
                return Answer.refused(
                        lacking ? 409 : 403,
                        project + " " + release.version() + " is not promoted: " + not.get(),
                        lacking ? Readiness.approving(release) : "ask somebody with the role approver");
            }
            Optional<Answer> refused = recalled(release);
            if (refused.isEmpty()) {
                refused = unmet(c, release, to.get(), now);
            }
            return refused.isPresent() ? refused.get() : promote(c, who, release, to.get(), now);
        });
    }

    private Optional<Answer> unmet(Connection c, Releases release, String channel, Instant now) throws SQLException {
        List<Map<String, Object>> failures = readiness.failures(c, release, channel, now);
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = failures.stream()
                .map(f -> f.get("rule") + ": " + f.get("message")
                        + (String.valueOf(f.get("help")).isEmpty() ? "" : " (" + f.get("help") + ")"))
                .toList();
        return Optional.of(new Answer.Refused(
                409,
                release.project() + " " + release.version() + " is not promoted: " + String.join("; ", words),
                "mend each of them, and promote again",
                failures));
    }

    /** Where nobody need approve, the publisher still does not release alone. */
    private static Optional<String> alone(Principal who, Releases release) {
        boolean own = release.publishers().stream().anyMatch(p -> p.name().equals(who.name()));
        boolean other = release.approvers().stream().anyMatch(a -> !a.name().equals(who.name()));
        return own && !other
                ? Optional.of(who.name() + " published this release, and nobody releases their own work alone")
                : Optional.empty();
    }

    private Answer promote(Connection c, Principal who, Releases release, String channel, Instant now)
            throws SQLException {
        ProjectName project = release.project();
        Set<String> there = Channels.files(c, channel, project);
        List<HostedFile> fresh = release.files().stream()
                .filter(f -> !there.contains(f.filename()))
                .toList();
        Optional<String> head = Channels.head(Channels.history(c, project), channel);
        if (fresh.isEmpty() && head.equals(Optional.of(release.version()))) {
            return done(release, Map.of("channel", channel), false);
        }
        List<String> approvers = release.approvers().stream().map(Doer::name).toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("version", release.version());
        fields.put("channel", channel);
        head.ifPresent(h -> fields.put("from", h));
        fields.put("files", Releases.digests(release.files()));
        fields.put("approvals", approvers);
        long entry = ledger.append(c, new LedgerEntry("promote", now, who.name(), fields));
        for (HostedFile file : fresh) {
            Channels.add(c, channel, file);
        }
        Channels.moved(
                c,
                new Channels.Move(
                        channel, project, "promote", release.version(), release.version(), now, who.name(), "", entry));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("channel", channel);
        head.ifPresent(h -> told.put("from", h));
        told.put("approvals", approvers);
        return done(release, told, true);
    }

    /** @param channel the last where none is named */
    Answer rollback(
            Principal who, ProjectName project, Optional<String> version, Optional<String> channel, String reason)
            throws SQLException {
        Optional<Answer.Refused> not = Rights.whyNot(who, Permission.ROLLBACK, project);
        if (not.isPresent()) {
            return not.get();
        }
        String from = channel.orElse(settings.last());
        if (!settings.channels().contains(from)) {
            return Answer.refused(
                    400,
                    "there is no channel '" + from + "': it is none of " + String.join(", ", settings.channels()),
                    "name one of them with --channel");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Answer answer = database.write(c -> {
            if (Hosted.status(c, project).isEmpty()) {
                return absent(project, Optional.empty());
            }
            List<Channels.Move> history = Channels.history(c, project);
            Optional<String> head = Channels.head(history, from);
            if (head.isEmpty()) {
                return Answer.refused(
                        409,
                        "channel " + from + " cannot go back: it has no release of " + project,
                        "waag release status " + project + " shows where its releases are");
            }
            List<String> good = good(c, from, project, head.get(), history);
            Optional<String> to = version.isPresent() && !version.equals(head)
                    ? version.filter(good::contains)
                    : good.stream().findFirst();
            if (to.isEmpty() && !good.isEmpty()) {
                return Answer.refused(
                        409,
                        "channel " + from + " cannot go back to " + project + " " + version.orElse("")
                                + ": it was not in it before, or was recalled or yanked",
                        "it can go back to " + String.join(", ", good));
            }
            if (to.isEmpty()) {
                return Answer.refused(
                        409,
                        "channel " + from + " cannot go back from " + project + " " + head.get()
                                + ": no other release of it was good and is not recalled",
                        "publish a mended release; `waag recall` blocks this one meanwhile");
            }
            List<String> left = new ArrayList<>(good.subList(0, good.indexOf(to.get())));
            left.add(head.get());
            return Rollback.take(c, ledger, from, project, left, to, who.name(), "rollback", false, reason, now);
        });
        index.changed(project);
        return answer;
    }

    /** Releases that a channel can go back to, the last good one first. */
    private List<String> good(
            Connection c, String channel, ProjectName project, String head, List<Channels.Move> history)
            throws SQLException {
        return Rollback.good(c, judge.grounds().recalls(), channel, project, head, history);
    }

    private Optional<Answer> recalled(Releases release) {
        return judge.grounds().recalls().covers(release.project(), release.version())
                ? Optional.of(Answer.refused(
                        409,
                        release.project() + " " + release.version() + " was recalled: nobody gets it any more",
                        "publish a new version"))
                : Optional.empty();
    }

    private static Answer done(Releases release, Map<String, Object> more, boolean changed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", release.project().value());
        fields.put("version", release.version());
        fields.put("files", Releases.digests(release.files()));
        fields.putAll(more);
        return new Answer.Done(fields, changed);
    }
}
