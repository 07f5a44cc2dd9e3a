package dev.waag.inspect;

import java.util.Comparator;
import java.util.List;

/** The order in which findings are told. */
final class Severities {
    private static final List<String> ORDER = List.of("critical", "high", "medium", "low", "info");

    private Severities() {}

    static List<Finding> ordered(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparingInt((Finding f) -> f.rule().equals(Finding.UNSAFE) ? 0 : 1)
                        .thenComparingInt(f -> ORDER.indexOf(f.severity())))
                .toList();
    }
}
