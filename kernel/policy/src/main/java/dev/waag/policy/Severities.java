package dev.waag.policy;

import java.util.List;

/** How bad it is when a rule fires, worst first. */
final class Severities {
    static final List<String> ALL = List.of("critical", "high", "medium", "low", "info");

    private Severities() {}

    static int rank(String severity) {
        return ALL.indexOf(severity);
    }

    /** The word itself, where it is one of them or empty for an unknown one. */
    static String checked(String severity) {
        if (!severity.isEmpty() && !ALL.contains(severity)) {
            throw new IllegalArgumentException("a severity is one of " + ALL + ", or empty, not " + severity);
        }
        return severity;
    }
}
