package dev.waag.report;

import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * What was judged as a CycloneDX 1.6 document (ECMA-424) in JSON: a component for each release, a vulnerability for each advisory that a finding
 * names. The serial number is made of the content without its time, so that the same judgement has the same number.
 */
public final class CycloneDx {
    private CycloneDx() {}

    /** One object on one line, in ASCII, ended. */
    public static String render(CheckReport report) {
        Map<String, BomComponent> releases = BomComponent.of(report);
        String components =
                JsonText.array(512 * releases.size(), json -> releases.values().forEach(c -> component(json, c)));
        String vulnerabilities = JsonText.array(
                1024 * report.findings().size(),
                json -> vulnerabilities(report).forEach((ref, of) -> BomVulnerability.write(json, ref, of)));
        String serial = serial(report.toolVersion() + "\n" + components + "\n" + vulnerabilities);
        return JsonText.object(1024 + components.length() + vulnerabilities.length(), json -> {
            json.writeStringProperty("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.writeStringProperty("bomFormat", "CycloneDX");
            json.writeStringProperty("specVersion", "1.6");
            json.writeStringProperty("serialNumber", serial);
            json.writeNumberProperty("version", 1);
            json.writeObjectPropertyStart("metadata");
            String time = report.at().truncatedTo(ChronoUnit.SECONDS).toString();
            json.writeStringProperty("timestamp", time);
            tool(json, report.toolVersion());
            json.writeEndObject();
            json.writeName("components");
            json.writeRawValue(components);
            json.writeName("vulnerabilities");
            json.writeRawValue(vulnerabilities);
        });
    }

    private static void tool(JsonGenerator json, String version) {
        json.writeObjectPropertyStart("tools");
        json.writeArrayPropertyStart("components");
        json.writeStartObject();
        json.writeStringProperty("type", "application");
        json.writeStringProperty("name", "waag");
        JsonText.string(json, "version", version);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void component(JsonGenerator json, BomComponent c) {
        json.writeStartObject();
        json.writeStringProperty("type", "library");
        json.writeStringProperty("bom-ref", c.purl());
        JsonText.string(json, "name", c.name());
        if (!c.version().isEmpty()) {
            JsonText.string(json, "version", c.version());
        }
        json.writeStringProperty("purl", c.purl());
        if (!c.hashes().isEmpty()) {
            json.writeArrayPropertyStart("hashes");
            for (BomHash hash : c.hashes()) {
                json.writeStartObject();
                json.writeStringProperty("alg", hash.algorithm());
                json.writeStringProperty("content", hash.content());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        licence(json, c.licence());
        evidence(json, c.pins());
        json.writeArrayPropertyStart("properties");
        property(json, "waag:direct", Boolean.toString(c.direct()));
        json.writeEndArray();
        json.writeEndObject();
    }

    /** An expression where the text is made of what expressions are made of, else a name. */
    private static void licence(JsonGenerator json, String licence) {
        if (licence.isBlank()) {
            return;
        }
        boolean expression = true;
        for (int i = 0; i < licence.length() && expression; i++) {
            char c = licence.charAt(i);
            expression =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-.+() :".indexOf(c) >= 0;
        }
        json.writeArrayPropertyStart("licenses");
        json.writeStartObject();
        if (expression) {
            json.writeStringProperty("expression", licence);
        } else {
            json.writeObjectPropertyStart("license");
            JsonText.string(json, "name", licence);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void evidence(JsonGenerator json, List<PinnedProject> pins) {
        json.writeObjectPropertyStart("evidence");
        json.writeArrayPropertyStart("occurrences");
        for (PinnedProject pin : pins) {
            json.writeStartObject();
            JsonText.string(json, "location", pin.file());
            if (pin.line() > 0) {
                json.writeNumberProperty("line", pin.line());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void property(JsonGenerator json, String name, String value) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        JsonText.string(json, "value", value);
        json.writeEndObject();
    }

    /** By reference: an advisory, and once more for each waiver, since a waiver speaks for some releases only. */
    private static Map<String, List<Finding>> vulnerabilities(CheckReport report) {
        Map<String, List<Finding>> all = new LinkedHashMap<>();
        for (Finding f : report.findings()) {
            if (!f.advisory().isEmpty() && !f.project().isEmpty()) {
                String ref = f.waiver().isEmpty()
                        ? f.advisory()
                        : f.advisory() + "#" + f.waiver().get().id();
                all.computeIfAbsent(Plain.wellFormed("waag:" + ref), k -> new ArrayList<>(1))
                        .add(f);
            }
        }
        return all;
    }

    /** A UUID of version 8 (RFC 9562: the maker's own bits), here the content's SHA-256. */
    private static String serial(String content) {
        StringBuilder hex = new StringBuilder(
                Sha256.of(content.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32));
        hex.setCharAt(12, '8');
        hex.setCharAt(16, "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3));
        return "urn:uuid:" + hex.insert(20, '-').insert(16, '-').insert(12, '-').insert(8, '-');
    }
}
