package dev.waag.check;

import dev.waag.python.SimpleFile;
import dev.waag.report.InspectReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What is known of a file that the gate does not give out: its decision, and what the gate found when it looked into it. */
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
        JsonNode inspection = why.path("inspection");
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("decided_by", "the gate");
        told.put("size", file.size().orElse(0));
        inspection.path("facts").properties().forEach(e -> told.put(e.getKey(), plain(e.getValue())));
        return new InspectReport(
                why.path("project").asString(""),
                why.path("version").asString(""),
                file.filename(),
                file.filename().endsWith(".whl") ? "wheel" : "sdist",
                why.path("sha256").asString(""),
                why.path("verdict").asString("deny"),
                reasons,
                inspection.isMissingNode() ? findings : found(findings, inspection.path("findings")),
                inspection.path("capabilities").values().stream()
                        .map(JsonNode::asString)
                        .toList(),
                told,
                "",
                List.of(),
                toolVersion);
    }

    /** What the gate found when it looked into the file; reasons that say nothing of its content stay in front. */
    private static List<InspectReport.Found> found(List<InspectReport.Found> reasons, JsonNode inspected) {
        List<InspectReport.Found> all = new ArrayList<>(reasons);
        all.removeIf(r -> r.rule().equals("archive-unsafe") || r.rule().equals("install-code"));
        for (JsonNode f : inspected) {
            all.add(new InspectReport.Found(
                    f.path("rule").asString(""),
                    f.path("severity").asString(""),
                    f.path("file").asString(""),
                    f.path("line").asInt(0),
                    f.path("message").asString(""),
                    f.path("evidence").asString("")));
        }
        return all;
    }

    private static Object plain(JsonNode value) {
        if (value.isArray()) {
            return value.values().stream().map(RefusedReport::plain).toList();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isIntegralNumber()) {
            return value.asLong();
        }
        return value.isNumber() ? (Object) value.asDouble() : value.asString(value.toString());
    }
}
