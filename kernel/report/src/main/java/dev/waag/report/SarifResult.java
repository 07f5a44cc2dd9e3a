package dev.waag.report;

import tools.jackson.core.JsonGenerator;

/** One finding as a result of SARIF 2.1.0 (§3.27). */
final class SarifResult {
    /** What relative references are relative to. */
    static final String ROOT = "SRCROOT";

    private static final String FINGERPRINT = "waagFinding/v1";

    private SarifResult() {}

    /**
     * Writes the object.
     *
     * @param ruleIndex the rule's place among the tool's rules
     * @param place the file at which it is shown if it has none
     * @param suppressions whether the member is written at all
     */
    static void write(
            JsonGenerator json, Finding f, int ruleIndex, String place, String fingerprint, boolean suppressions) {
        json.writeStartObject();
        JsonText.string(json, "ruleId", f.rule());
        json.writeNumberProperty("ruleIndex", ruleIndex);
        json.writeStringProperty("level", level(f));
        Sarif.text(json, "message", message(f));
        location(json, f.file().isEmpty() ? place : f.file(), f.line());
        json.writeObjectPropertyStart("partialFingerprints");
        json.writeStringProperty(FINGERPRINT, fingerprint);
        json.writeEndObject();
        if (suppressions) {
            suppressions(json, f);
        }
        properties(json, f);
        json.writeEndObject();
    }

    private static String level(Finding f) {
        if (f.fails()) {
            return "error";
        }
        return f.severity().equals("low") || f.severity().equals("info") ? "note" : "warning";
    }

    private static String message(Finding f) {
        String text = f.message().isBlank() ? f.rule() : f.message();
        return f.help().isBlank() ? text : text + "\nTo do: " + f.help();
    }

    private static void location(JsonGenerator json, String file, int line) {
        json.writeArrayPropertyStart("locations");
        json.writeStartObject();
        json.writeObjectPropertyStart("physicalLocation");
        json.writeObjectPropertyStart("artifactLocation");
        String uri = RelativeUri.of(file);
        json.writeStringProperty("uri", uri);
        if (!uri.startsWith("file:")) {
            json.writeStringProperty("uriBaseId", ROOT);
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("region");
        json.writeNumberProperty("startLine", Math.max(1, line));
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void suppressions(JsonGenerator json, Finding f) {
        json.writeArrayPropertyStart("suppressions");
        f.waiver().ifPresent(w -> {
            json.writeStartObject();
            json.writeStringProperty("kind", "external");
            json.writeStringProperty("status", "accepted");
            JsonText.string(
                    json, "justification", "Waived until " + w.expires() + " by " + w.owner() + ": " + w.reason());
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void properties(JsonGenerator json, Finding f) {
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("severity", f.severity());
        json.writeStringProperty("action", f.action());
        if (!f.project().isEmpty()) {
            JsonText.string(json, "project", f.project());
            JsonText.string(json, "version", f.version());
            JsonText.strings(json, "path", f.path());
        }
        if (!f.advisory().isEmpty()) {
            JsonText.string(json, "advisory", f.advisory());
            JsonText.strings(json, "aliases", f.aliases());
            JsonText.strings(json, "fixed_in", f.fixedIn());
            json.writeBooleanProperty("known_exploited", f.knownExploited());
        }
        json.writeEndObject();
    }
}
