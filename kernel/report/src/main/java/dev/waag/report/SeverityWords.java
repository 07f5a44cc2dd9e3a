package dev.waag.report;

import java.util.List;

/** The words for severities, worst first. */
final class SeverityWords {
    static final List<String> ALL = List.of("critical", "high", "medium", "low", "info");

    private SeverityWords() {}

    /** 0 for the worst; -1 for a word that is none. */
    static int rank(String severity) {
        return ALL.indexOf(severity);
    }
}
