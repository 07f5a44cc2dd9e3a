package dev.waag.report;

import java.util.List;

/**
 * What one tool found in one run, for formats that hold findings of any tool.
 *
 * @param tool the tool's name, such as {@code waag check}
 * @param version its version, or empty
 * @param rules texts of its rules; a rule that only findings name is described by its first finding
 * @param findings in the order in which they are to be told
 * @param place the file at which findings without one are shown, since some readers want a place for each; or empty
 */
public record ToolRun(String tool, String version, List<RuleText> rules, List<Finding> findings, String place) {
    public ToolRun {
        if (tool.isBlank()) {
            throw new IllegalArgumentException("a run names its tool");
        }
        rules = List.copyOf(rules);
        findings = List.copyOf(findings);
    }

    /** The run of {@code waag check}. */
    public static ToolRun of(CheckReport report) {
        String place =
                report.projects().isEmpty() ? "" : report.projects().getFirst().file();
        return new ToolRun("waag check", report.toolVersion(), report.rules(), report.findings(), place);
    }
}
