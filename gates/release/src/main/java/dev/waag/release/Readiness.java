package dev.waag.release;

import dev.waag.identity.Duties;
import dev.waag.judge.Judge;
import dev.waag.store.Channels;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What still keeps a release from its next channel. Each failure has {@code rule}, {@code message} and {@code help}. */
final class Readiness {
    private final ReleaseSettings settings;
    private final ReleaseRules rules;
    private final TrustedEvidence trust;
    private final Judge judge;

    Readiness(ReleaseSettings settings, TrustedEvidence trust, Judge judge) {
        this.settings = settings;
        this.rules = ReleaseRules.compile(settings.rules());
        this.trust = trust;
        this.judge = judge;
    }

    /** The channel after the furthest that the release is in; empty where it is in the last. */
    Optional<String> next(Connection c, Releases release) throws SQLException {
        Set<String> in = Channels.of(c, release.project(), release.version());
        int furthest = 0;
        for (int i = 0; i < settings.channels().size(); i++) {
            furthest = in.contains(settings.channels().get(i)) ? i : furthest;
        }
        return furthest + 1 < settings.channels().size()
                ? Optional.of(settings.channels().get(furthest + 1))
                : Optional.empty();
    }

    /** The stages and rules that the release does not meet now. */
    List<Map<String, Object>> failures(Connection c, Releases release, String channel, Instant now)
            throws SQLException {
        ReleaseFacts facts = new ReleaseFacts(c, settings.stages(), trust, judge.grounds(), now);
        List<Map<String, Object>> failures = new ArrayList<>(facts.lacking(release));
        if (!rules.none()) {
            failures.addAll(rules.failures(facts.of(release, channel)));
        }
        return failures;
    }

    /** The same of the channel that comes next; of a release that is in the last, of that. */
    List<Map<String, Object>> failures(Connection c, Releases release, Instant now) throws SQLException {
        return failures(c, release, next(c, release).orElse(settings.last()), now);
    }

    /** The same with the approvals that are lacking. */
    List<Map<String, Object>> unmet(Connection c, Releases release, String channel, Instant now) throws SQLException {
        List<Map<String, Object>> unmet = new ArrayList<>();
        int counted = Duties.counted(release.publishers(), release.approvers(), KeyHolders.of(c, release))
                .size();
        if (counted < settings.approvals()) {
            Map<String, Object> approvals = new LinkedHashMap<>();
            approvals.put("rule", "approvals");
            approvals.put(
                    "message",
                    "it has " + counted + " of " + settings.approvals()
                            + " approvals by people other than its publisher");
            approvals.put("help", approving(release));
            unmet.add(approvals);
        }
        unmet.addAll(failures(c, release, channel, now));
        return unmet;
    }

    /** How an approval that is lacking is had. */
    static String approving(Releases release) {
        return "waag release approve " + release.project() + "==" + release.version()
                + " by another person; an approval covers the files that are there then";
    }
}
