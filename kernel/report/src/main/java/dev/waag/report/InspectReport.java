package dev.waag.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code waag inspect} tells of one distribution.
 *
 * @param kind {@code wheel}, {@code sdist} or {@code other}
 * @param project normalized name, by the file name
 * @param verdict {@code allow}, {@code hold} or {@code deny}
 * @param reasons of the verdict, strongest first
 * @param findings what matters most first
 * @param capabilities what its code can do
 * @param facts what else is known, by name: texts, numbers, booleans, lists and maps of them
 * @param against the older distribution that it was compared with, or empty
 * @param notChecked rules whose facts only an index has
 */
public record InspectReport(
        String project,
        String version,
        String filename,
        String kind,
        String sha256,
        String verdict,
        List<Reason> reasons,
        List<Found> findings,
        List<String> capabilities,
        Map<String, Object> facts,
        String against,
        List<String> notChecked,
        String toolVersion) {
    /** One reason of the verdict, in the shape of {@code /why}. */
    public record Reason(
            String rule, String action, String severity, String message, String help, Map<String, Object> facts) {
        public Reason {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }
    }

    /**
     * One thing that was found.
     *
     * @param line from 1; 0 for none
     * @param evidence the line that shows it; may be empty
     */
    public record Found(String rule, String severity, String file, int line, String message, String evidence) {}

    public InspectReport {
        reasons = List.copyOf(reasons);
        findings = List.copyOf(findings);
        capabilities = List.copyOf(capabilities);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        notChecked = List.copyOf(notChecked);
    }

    public boolean allowed() {
        return verdict.equals("allow");
    }
}
