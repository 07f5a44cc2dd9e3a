package dev.waag.code;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one file does.
 *
 * @param file the path given to the scan
 * @param findings in the order of their lines
 * @param capabilities everything that the file can do, at whatever time
 * @param parsed whether it was parsed; what the filter sends back needs no tree
 */
public record CodeReport(String file, List<CodeFinding> findings, Set<Capability> capabilities, boolean parsed) {
    public CodeReport {
        findings = List.copyOf(findings);
        EnumSet<Capability> ordered = EnumSet.noneOf(Capability.class);
        ordered.addAll(capabilities);
        capabilities = java.util.Collections.unmodifiableSet(ordered);
    }

    static CodeReport nothing(String file, boolean parsed) {
        return new CodeReport(file, List.of(), Set.of(), parsed);
    }
}
