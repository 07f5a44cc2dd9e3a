package dev.waag.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects findings, as many as the limit allows; of what is the same but for the member, only the first few. */
final class Problems {
    private static final int OF_A_KIND = 12;

    private final Limits limits;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> kinds = new HashMap<>();
    private boolean unsafe;

    Problems(Limits limits) {
        this.limits = limits;
    }

    void unsafe(String file, String message, String evidence) {
        unsafe = true;
        add(new Finding(Finding.UNSAFE, "critical", file, 0, message, evidence));
    }

    void unsafe(String file, String message) {
        unsafe(file, message, "");
    }

    /** Notes it, and ends the reading. */
    ArchiveException broken(String file, String message) {
        unsafe(file, message);
        return new ArchiveException(message);
    }

    void add(Finding finding) {
        int before =
                kinds.merge(finding.rule() + "\n" + finding.severity() + "\n" + finding.message(), 1, Integer::sum);
        if (before <= OF_A_KIND && findings.size() < limits.findings()) {
            findings.add(finding);
        }
    }

    boolean unsafe() {
        return unsafe;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
