package dev.waag.policy;

import java.util.List;

/** How bad it is when a rule fires, worst first. */
final class Severities {
    static final List<String> ALL = List.of("critical", "high", "medium", "low", "info");

    private Severities() {}

    static int rank(String severity) {
        return ALL.indexOf(severity);
    }
}
