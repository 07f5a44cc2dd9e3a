package dev.waag.report;

import tools.jackson.core.JsonGenerator;

/** {@code waag check} as JSON, {@code waag-check/1}; its schema is docs/schema/waag-check-1.json, also a resource beside this class. */
public final class CheckJson {
    static final String SCHEMA = "waag-check/1";

    private CheckJson() {}

    /** One object on one line, in ASCII, ended. */
    public static String render(CheckReport report) {
        int size =
                1024 + 512 * report.findings().size() + 256 * report.projects().size();
        return JsonText.object(size, json -> write(json, report));
    }

    private static void write(JsonGenerator json, CheckReport report) {
        json.writeStringProperty("schema", SCHEMA);
        json.writeStringProperty("verdict", report.verdict());
        json.writeStringProperty("at", report.at().toString());
        JsonText.string(json, "tool_version", report.toolVersion());
        json.writeArrayPropertyStart("findings");
        for (Finding f : report.findings()) {
            finding(json, f);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("projects");
        for (PinnedProject p : report.projects()) {
            project(json, p);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("advisories");
        for (AdvisorySet set : report.advisories()) {
            json.writeStartObject();
            JsonText.string(json, "source", set.source());
            json.writeNumberProperty("records", set.records());
            JsonText.stringOrNull(
                    json, "as_of", set.asOf().isEmpty() ? "" : set.asOf().get().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonText.strings(json, "not_checked", report.notChecked());
        json.writeArrayPropertyStart("unused_waivers");
        for (UnusedWaiver w : report.unusedWaivers()) {
            unused(json, w, w.expired(report.at()));
        }
        json.writeEndArray();
    }

    private static void finding(JsonGenerator json, Finding f) {
        json.writeStartObject();
        JsonText.string(json, "rule", f.rule());
        json.writeStringProperty("severity", f.severity());
        json.writeStringProperty("action", f.action());
        JsonText.string(json, "project", f.project());
        JsonText.string(json, "version", f.version());
        JsonText.string(json, "file", f.file());
        json.writeNumberProperty("line", f.line());
        JsonText.string(json, "advisory", f.advisory());
        JsonText.strings(json, "aliases", f.aliases());
        JsonText.strings(json, "fixed_in", f.fixedIn());
        json.writeBooleanProperty("known_exploited", f.knownExploited());
        JsonText.strings(json, "path", f.path());
        JsonText.string(json, "message", f.message());
        JsonText.string(json, "help", f.help());
        if (f.waiver().isEmpty()) {
            json.writeNullProperty("waiver");
        } else {
            FindingWaiver w = f.waiver().get();
            json.writeObjectPropertyStart("waiver");
            JsonText.string(json, "id", w.id());
            JsonText.string(json, "rule", w.rule());
            JsonText.string(json, "owner", w.owner());
            JsonText.string(json, "reason", w.reason());
            JsonText.string(json, "expires", w.expires());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void project(JsonGenerator json, PinnedProject p) {
        json.writeStartObject();
        JsonText.string(json, "name", p.name());
        JsonText.string(json, "version", p.version());
        JsonText.string(json, "file", p.file());
        json.writeNumberProperty("line", p.line());
        JsonText.stringOrNull(json, "licence", p.licence());
        JsonText.strings(json, "hashes", p.hashes());
        json.writeBooleanProperty("direct", p.direct());
        json.writeEndObject();
    }

    private static void unused(JsonGenerator json, UnusedWaiver w, boolean expired) {
        json.writeStartObject();
        JsonText.string(json, "id", w.id());
        JsonText.string(json, "rule", w.rule());
        JsonText.string(json, "project", w.project());
        JsonText.string(json, "version", w.version());
        JsonText.string(json, "advisory", w.advisory());
        JsonText.string(json, "owner", w.owner());
        JsonText.string(json, "reason", w.reason());
        JsonText.string(json, "expires", w.expires());
        json.writeBooleanProperty("expired", expired);
        json.writeEndObject();
    }
}
