package dev.waag.report;

import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Findings as SARIF 2.1.0 (OASIS), one run a tool. What fails is an {@code error}, the rest a {@code warning} or a {@code note}; what is waived has a
 * suppression (§3.27.23: once one result of a run has the member, all have). Fingerprints leave lines and versions out, so that a finding
 * stays the same one while its file is edited or the pin moves.
 */
public final class Sarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private Sarif() {}

    /** The findings of {@code waag check}. */
    public static String render(CheckReport report) {
        return render(List.of(ToolRun.of(report)));
    }

    /** One object on one line, in ASCII, ended. */
    public static String render(List<ToolRun> runs) {
        int size = 1024;
        for (ToolRun run : runs) {
            size += 1024 * run.findings().size();
        }
        return JsonText.object(size, json -> {
            json.writeStringProperty("$schema", SCHEMA);
            json.writeStringProperty("version", "2.1.0");
            json.writeArrayPropertyStart("runs");
            for (ToolRun run : runs) {
                run(json, run);
            }
            json.writeEndArray();
        });
    }

    private static void run(JsonGenerator json, ToolRun run) {
        List<RuleText> rules = rules(run);
        json.writeStartObject();
        json.writeObjectPropertyStart("tool");
        json.writeObjectPropertyStart("driver");
        JsonText.string(json, "name", run.tool());
        if (!run.version().isEmpty()) {
            JsonText.string(json, "version", run.version());
        }
        json.writeArrayPropertyStart("rules");
        Map<String, Integer> index = new HashMap<>();
        for (RuleText rule : rules) {
            index.put(rule.id(), index.size());
            rule(json, rule);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectPropertyStart("originalUriBaseIds");
        json.writeObjectPropertyStart(SarifResult.ROOT);
        text(json, "description", "The folder that the command ran in");
        json.writeEndObject();
        json.writeEndObject();
        boolean suppressions = run.findings().stream().anyMatch(f -> f.waiver().isPresent());
        Map<String, Integer> seen = new HashMap<>();
        json.writeArrayPropertyStart("results");
        for (Finding f : run.findings()) {
            SarifResult.write(
                    json, f, index.getOrDefault(f.rule(), -1), run.place(), fingerprint(f, seen), suppressions);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The rules given, once each, and those that only findings name. */
    private static List<RuleText> rules(ToolRun run) {
        Map<String, RuleText> all = new LinkedHashMap<>();
        for (RuleText rule : run.rules()) {
            all.putIfAbsent(rule.id(), rule);
        }
        for (Finding f : run.findings()) {
            all.computeIfAbsent(f.rule(), id -> new RuleText(id, f.severity(), id, f.help()));
        }
        return new ArrayList<>(all.values());
    }

    private static void rule(JsonGenerator json, RuleText rule) {
        json.writeStartObject();
        JsonText.string(json, "id", rule.id());
        text(json, "shortDescription", rule.protectsFrom().isBlank() ? rule.id() : rule.protectsFrom());
        text(json, "help", rule.help().isBlank() ? rule.id() : rule.help());
        json.writeObjectPropertyStart("defaultConfiguration");
        json.writeStringProperty(
                "level",
                switch (rule.severity()) {
                    case "critical", "high" -> "error";
                    case "medium" -> "warning";
                    default -> "note";
                });
        json.writeEndObject();
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("security-severity", score(rule.severity()));
        JsonText.strings(json, "tags", List.of("security", "supply-chain"));
        json.writeEndObject();
        json.writeEndObject();
    }

    /** A score in the middle of the band that code hosts know under the severity's name. */
    private static String score(String severity) {
        return switch (severity) {
            case "critical" -> "9.5";
            case "high" -> "8.0";
            case "medium" -> "5.5";
            case "low" -> "2.5";
            default -> "0.0";
        };
    }

    /** A message object; §3.11.6 would make a link of {@code [text](target)}, which nobody here means. */
    static void text(JsonGenerator json, String key, String text) {
        json.writeObjectPropertyStart(key);
        JsonText.string(json, "text", text.replace("](", "] ("));
        json.writeEndObject();
    }

    private static String fingerprint(Finding f, Map<String, Integer> seen) {
        String what = f.project().isEmpty() && f.advisory().isEmpty() ? f.message() : "";
        String same = String.join("\0", f.rule(), f.project(), f.advisory(), f.file(), what);
        int nth = seen.merge(same, 1, Integer::sum);
        return Sha256.of(same.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32) + ":" + nth;
    }
}
