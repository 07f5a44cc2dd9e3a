package dev.waag.judge;

import dev.waag.inspect.Finding;
import dev.waag.inspect.Inspection;
import dev.waag.policy.Inspected;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an inspection found, in the terms of the policy: the same for the gate and for whoever judges without one. */
public final class InspectedFacts {
    /** Of the texts in one fact. */
    private static final int MOST = 25;

    private InspectedFacts() {}

    /** @param delta findings against an older release; empty where there is none */
    public static Inspected of(Inspection found, List<Finding> delta) {
        return new Inspected(
                found.unsafeFindings().stream()
                        .limit(MOST)
                        .map(InspectedFacts::sentence)
                        .toList(),
                found.score(),
                signs(found),
                List.copyOf(found.capabilities()),
                List.copyOf(found.profile().startup()),
                found.profile().natives().stream().limit(MOST).toList(),
                delta.stream().map(Finding::message).limit(MOST).toList());
    }

    /** What is told of a file to people and programs, by the names that {@code waag inspect} gives. */
    public static Map<String, Object> told(Inspection found, List<Finding> delta) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", found.kind());
        facts.put("size", found.size());
        facts.put("entries", (long) found.entries());
        facts.put("unpacked_bytes", found.unpacked());
        facts.put("complete", found.complete());
        facts.put("install_score", found.score());
        facts.put("archive_faults", (long) found.unsafeFindings().size());
        facts.put("install_code", List.copyOf(found.profile().installCode()));
        facts.put("startup_files", List.copyOf(found.profile().startup()));
        facts.put("native_files", List.copyOf(found.profile().natives()));
        facts.put("entry_points", List.copyOf(found.profile().entryPoints()));
        facts.put("requires", List.copyOf(found.profile().requires()));
        facts.put("emails", List.copyOf(found.profile().emails()));
        facts.put("repositories", List.copyOf(found.profile().repositories()));
        facts.put("delta", delta.stream().map(Finding::message).toList());
        found.metadata().ifPresent(m -> {
            facts.put("summary", m.summary());
            facts.put("requires_python", m.requiresPython());
        });
        return facts;
    }

    private static List<String> signs(Inspection found) {
        return found.findings().stream()
                .filter(Finding::telling)
                .limit(MOST)
                .map(InspectedFacts::sentence)
                .toList();
    }

    /** {@code setup.py:3: runs what it decoded}. */
    static String sentence(Finding f) {
        String where = f.file() + (f.line() > 0 ? ":" + f.line() : "");
        return (where.isEmpty() ? "" : where + ": ") + f.message();
    }
}
