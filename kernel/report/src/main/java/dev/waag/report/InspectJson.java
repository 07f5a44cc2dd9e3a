package dev.waag.report;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** {@code waag inspect} as JSON, schema {@code waag-inspect/1}. */
public final class InspectJson {
    private InspectJson() {}

    /** One object on one line, in ASCII, ended. */
    public static String render(InspectReport report) {
        return JsonText.object(2048 + 400 * report.findings().size(), json -> {
            json.writeStringProperty("schema", "waag-inspect/1");
            JsonText.string(json, "project", report.project());
            JsonText.string(json, "version", report.version());
            JsonText.string(json, "filename", report.filename());
            JsonText.string(json, "kind", report.kind());
            JsonText.string(json, "sha256", report.sha256());
            JsonText.string(json, "verdict", report.verdict());
            json.writeArrayPropertyStart("reasons");
            report.reasons().forEach(r -> reason(json, r));
            json.writeEndArray();
            json.writeArrayPropertyStart("findings");
            report.findings().forEach(f -> found(json, f));
            json.writeEndArray();
            JsonText.strings(json, "capabilities", report.capabilities());
            json.writeName("facts");
            value(json, report.facts());
            JsonText.stringOrNull(json, "against", report.against());
            JsonText.strings(json, "not_checked", report.notChecked());
        });
    }

    private static void reason(JsonGenerator json, InspectReport.Reason r) {
        json.writeStartObject();
        JsonText.string(json, "rule", r.rule());
        JsonText.string(json, "action", r.action());
        JsonText.string(json, "severity", r.severity());
        JsonText.string(json, "message", r.message());
        JsonText.string(json, "help", r.help());
        json.writeName("facts");
        value(json, r.facts());
        json.writeEndObject();
    }

    private static void found(JsonGenerator json, InspectReport.Found f) {
        json.writeStartObject();
        JsonText.string(json, "rule", f.rule());
        JsonText.string(json, "severity", f.severity());
        JsonText.string(json, "file", f.file());
        json.writeNumberProperty("line", f.line());
        JsonText.string(json, "message", f.message());
        JsonText.string(json, "evidence", f.evidence());
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((k, v) -> {
                    json.writeName(Plain.wellFormed(String.valueOf(k)));
                    value(json, v == null ? "" : v);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(v -> value(json, v == null ? "" : v));
                json.writeEndArray();
            }
            case Boolean b -> json.writeBoolean(b);
            case Double d -> json.writeNumber(d);
            case Number n -> json.writeNumber(n.longValue());
            default -> json.writeString(Plain.wellFormed(String.valueOf(value)));
        }
    }
}
