package dev.waag.check;

import dev.waag.python.SimpleFile;
import dev.waag.report.InspectReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What is known of a file that the gate does not give out: its decision. */
final class RefusedReport {
    private RefusedReport() {}

    static InspectReport of(JsonNode why, SimpleFile file, String toolVersion) {
        List<InspectReport.Reason> reasons = new ArrayList<>();
        List<InspectReport.Found> findings = new ArrayList<>();
        for (JsonNode r : why.path("reasons")) {
            Map<String, Object> facts = new LinkedHashMap<>();
            r.path("facts").properties().forEach(e -> facts.put(e.getKey(), plain(e.getValue())));
            String rule = r.path("rule").asString("");
            reasons.add(new InspectReport.Reason(
                    rule,
                    r.path("action").asString(why.path("verdict").asString("deny")),
                    r.path("severity").asString(""),
                    r.path("message").asString(""),
                    r.path("help").asString(""),
                    facts));
            findings.add(new InspectReport.Found(
                    rule,
                    r.path("severity").asString(""),
                    "",
                    0,
                    r.path("message").asString(""),
                    ""));
        }
        return new InspectReport(
                why.path("project").asString(""),
                why.path("version").asString(""),
                file.filename(),
                file.filename().endsWith(".whl") ? "wheel" : "sdist",
                why.path("sha256").asString(""),
                why.path("verdict").asString("deny"),
                reasons,
                findings,
                List.of(),
                Map.of("decided_by", "the gate", "size", file.size().orElse(0)),
                "",
                List.of(),
                toolVersion);
    }

    private static Object plain(JsonNode value) {
        if (value.isArray()) {
            return value.values().stream().map(RefusedReport::plain).toList();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isNumber() ? (Object) value.asDouble() : value.asString(value.toString());
    }
}
