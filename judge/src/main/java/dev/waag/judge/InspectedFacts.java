package dev.waag.judge;

import dev.waag.inspect.Finding;
import dev.waag.inspect.Inspection;
import dev.waag.policy.Inspected;
import java.util.List;

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
