package dev.waag.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found in one file, each thing once a line and each kind a few times. */
final class Findings {
    private final String file;
    private final CodeLimits limits;
    private final List<CodeFinding> found = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);

    Findings(String file, CodeLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    void capability(Capability capability) {
        capabilities.add(capability);
    }

    void add(Signal kind, Phase phase, int line, String message, String evidence) {
        kind.capability().ifPresent(capabilities::add);
        if (seen.add(kind + "@" + line + phase)
                && counts.merge(kind + "" + phase, 1, Integer::sum) <= limits.findings()) {
            found.add(new CodeFinding(kind, phase, file, line, Evidence.of(message), Evidence.of(evidence)));
        }
    }

    CodeReport report(boolean parsed) {
        found.sort(Comparator.comparingInt(CodeFinding::line).thenComparing(CodeFinding::kind));
        return new CodeReport(file, found, capabilities, parsed);
    }
}
