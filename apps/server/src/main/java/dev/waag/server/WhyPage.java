package dev.waag.server;

import dev.waag.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What the page of a decision shows.
 *
 * @param prefix what paths on this server begin with; mostly nothing
 */
public record WhyPage(
        String prefix,
        String id,
        String filename,
        String verdict,
        List<Reason> reasons,
        List<Found> found,
        List<Row> rows) {
    private static final int SHOWN = 30;

    /** A name and its value. */
    public record Row(String name, String value) {}

    /** A reason with its facts. */
    public record Reason(String rule, String message, String help, List<Row> facts) {}

    /** What inspecting the file found: where, what, and the line that shows it. */
    public record Found(String severity, String where, String message, String evidence) {}

    static WhyPage of(Map<String, Object> decision, String prefix) {
        JsonNode d = Json.MAPPER.valueToTree(decision);
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode r : d.path("reasons")) {
            List<Row> facts = new ArrayList<>();
            r.path("facts").properties().forEach(f -> facts.add(new Row(f.getKey(), text(f.getValue()))));
            reasons.add(new Reason(
                    r.path("rule").asString(""),
                    r.path("message").asString(""),
                    r.path("help").asString(""),
                    facts));
        }
        List<Row> rows = new ArrayList<>();
        for (String name : new String[] {"project", "version", "sha256", "decided_at", "valid_until"}) {
            if (!d.path(name).isNull() && !d.path(name).asString("").isEmpty()) {
                rows.add(new Row(name.replace('_', ' '), d.path(name).asString("")));
            }
        }
        return new WhyPage(
                prefix,
                d.path("id").asString(""),
                d.path("filename").asString(""),
                d.path("verdict").asString(""),
                reasons,
                found(d.path("inspection").path("findings")),
                rows);
    }

    private static List<Found> found(JsonNode findings) {
        List<Found> found = new ArrayList<>();
        for (JsonNode f : findings) {
            int line = f.path("line").asInt(0);
            if (found.size() < SHOWN && !f.path("severity").asString("").equals("info")) {
                found.add(new Found(
                        f.path("severity").asString(""),
                        f.path("file").asString("") + (line > 0 ? ":" + line : ""),
                        f.path("message").asString(""),
                        f.path("evidence").asString("")));
            }
        }
        return found;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }

    /** The verdict as a person says it. */
    public String verdictWord() {
        return switch (verdict) {
            case "allow" -> "Allowed";
            case "hold" -> "Held";
            default -> "Denied";
        };
    }
}
