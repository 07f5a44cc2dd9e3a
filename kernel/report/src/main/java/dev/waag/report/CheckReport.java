package dev.waag.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one {@code waag check} has to say.
 *
 * @param findings in {@link Finding#ORDER}, whatever the order given
 * @param projects what was judged, in the order given
 * @param advisories the sets of advisories that were asked
 * @param notChecked ids of the rules that could not fire because their facts were out of reach
 * @param unusedWaivers waivers that covered nothing
 * @param rules texts of the rules that were asked
 * @param at when it was judged
 * @param toolVersion Waag's version
 */
public record CheckReport(
        List<Finding> findings,
        List<PinnedProject> projects,
        List<AdvisorySet> advisories,
        List<String> notChecked,
        List<UnusedWaiver> unusedWaivers,
        List<RuleText> rules,
        Instant at,
        String toolVersion) {
    public CheckReport {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Finding.ORDER);
        findings = List.copyOf(sorted);
        projects = List.copyOf(projects);
        advisories = List.copyOf(advisories);
        notChecked = List.copyOf(notChecked);
        unusedWaivers = List.copyOf(unusedWaivers);
        rules = List.copyOf(rules);
    }

    /** How many findings fail it. */
    public int failing() {
        int n = 0;
        while (n < findings.size() && findings.get(n).fails()) {
            n++;
        }
        return n;
    }

    /** {@code fail} if a finding with action {@code deny} or {@code hold} is not waived, else {@code pass}. */
    public String verdict() {
        return failing() > 0 ? "fail" : "pass";
    }
}
