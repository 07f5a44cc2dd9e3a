package dev.waag.judge;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.store.DecisionRecord.ReasonRecord;
import dev.waag.store.Recalled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Releases that were recalled: denied everywhere, whatever the policy says. */
public final class Recalls {
    /** The rule that a recall names as its reason. */
    public static final String RULE = "recalled";

    static final Recalls NONE = new Recalls(List.of());

    private final Map<ProjectName, List<Recalled>> byProject;
    private final Map<ProjectName, String> fingerprints = new HashMap<>();

    Recalls(List<Recalled> all) {
        this.byProject = new HashMap<>();
        for (Recalled r : all) {
            byProject.computeIfAbsent(r.project(), p -> new ArrayList<>()).add(r);
        }
        byProject.forEach((project, list) -> {
            StringBuilder text = new StringBuilder();
            list.forEach(
                    r -> text.append(r.id()).append(' ').append(r.version()).append('\n'));
            fingerprints.put(
                    project,
                    Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8))
                            .hex()
                            .substring(0, 16));
        });
    }

    /** Equal while the recalls of the project are; empty where there are none. */
    String fingerprint(ProjectName project) {
        return fingerprints.getOrDefault(project, "");
    }

    /** Whether that release was recalled. */
    public boolean covers(ProjectName project, String version) {
        return byProject.getOrDefault(project, List.of()).stream().anyMatch(r -> same(r.version(), version));
    }

    /** Why that release may not be had, a reason for each recall of it. */
    List<ReasonRecord> reasons(ProjectName project, String version) {
        List<ReasonRecord> reasons = new ArrayList<>();
        for (Recalled r : byProject.getOrDefault(project, List.of())) {
            if (same(r.version(), version)) {
                reasons.add(reason(r));
            }
        }
        return reasons;
    }

    private static ReasonRecord reason(Recalled r) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("recall", r.id());
        r.advisory().ifPresent(a -> facts.put("advisory", a));
        facts.put("recalled_at", r.at().toString());
        String why = r.reason().isEmpty() ? r.advisory().orElse("") : r.reason();
        return new ReasonRecord(
                RULE,
                "deny",
                "critical",
                "the release was recalled" + (why.isEmpty() ? "" : ": " + why),
                "Take another release; `waag recall` lists who had this one.",
                Decisions.shortened(facts));
    }

    private static boolean same(String a, String b) {
        return a.equals(b) || Version.parse(a).isPresent() && Version.parse(a).equals(Version.parse(b));
    }
}
