package dev.waag.pipeline;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Findings of all tools as one SARIF 2.1.0 log, one run a tool that ran. With a baseline each result says whether it is {@code new} or
 * {@code unchanged} (§3.27.24); what only the history has, has {@code properties.commit}.
 */
public final class RunSarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String FINGERPRINT = "waagRun/v1";
    private static final long LARGEST = 64L << 20;

    private RunSarif() {}

    /** @param compared whether there was a baseline */
    public static String render(RunReport r, boolean compared) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("$schema", SCHEMA).put("version", "2.1.0");
        ArrayNode runs = json.putArray("runs");
        Map<String, String> tools = new LinkedHashMap<>();
        r.tools().forEach(t -> tools.putIfAbsent(t.name(), t.version()));
        r.findings().forEach(f -> tools.putIfAbsent(f.tool(), ""));
        tools.forEach((tool, version) -> {
            List<StageFinding> findings =
                    r.findings().stream().filter(f -> f.tool().equals(tool)).toList();
            run(runs.addObject(), r, tool, version, findings, compared);
        });
        return Json.MAPPER.writeValueAsString(json) + "\n";
    }

    private static void run(
            ObjectNode run, RunReport r, String tool, String version, List<StageFinding> findings, boolean compared) {
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", tool);
        if (!version.isEmpty()) {
            driver.put("version", version);
        }
        ArrayNode rules = driver.putArray("rules");
        Set<String> ids = new LinkedHashSet<>();
        findings.forEach(f -> ids.add(f.rule()));
        ids.forEach(id -> rules.addObject().put("id", id));
        run.putObject("originalUriBaseIds")
                .putObject("SRCROOT")
                .putObject("description")
                .put("text", "The pipeline's folder");
        ArrayNode results = run.putArray("results");
        List<String> order = List.copyOf(ids);
        for (StageFinding f : findings) {
            ObjectNode result = results.addObject().put("ruleId", f.rule()).put("ruleIndex", order.indexOf(f.rule()));
            result.put("level", f.fails() ? "error" : "note");
            result.putObject("message")
                    .put("text", f.help().isEmpty() ? f.message() : f.message() + "\nTo do: " + f.help());
            ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
            place.putObject("artifactLocation").put("uri", uri(f.file())).put("uriBaseId", "SRCROOT");
            place.putObject("region").put("startLine", Math.max(1, f.line()));
            result.putObject("partialFingerprints").put(FINGERPRINT, f.fingerprint());
            if (compared) {
                result.put("baselineState", r.isNew(f) ? "new" : "unchanged");
            }
            ObjectNode properties = result.putObject("properties").put("severity", f.severity());
            f.commit().ifPresent(c -> properties.put("commit", c));
        }
    }

    /** A relative reference; all but what a path may hold plainly is percent-encoded. */
    private static String uri(String path) {
        StringBuilder out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~/!$&'()*+,;=@".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.isEmpty() ? "." : out.toString();
    }

    /** The fingerprints that an earlier log holds. */
    public static Set<String> fingerprints(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("it is larger than " + LARGEST + " bytes");
            }
            JsonNode json = Json.MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
            if (!json.path("runs").isArray()) {
                throw new IOException("it has no 'runs'");
            }
            Set<String> all = new HashSet<>();
            for (JsonNode run : json.path("runs")) {
                for (JsonNode result : run.path("results")) {
                    String one =
                            result.path("partialFingerprints").path(FINGERPRINT).asString("");
                    if (!one.isEmpty()) {
                        all.add(one);
                    }
                }
            }
            return all;
        } catch (NoSuchFileException e) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no file " + file + " to compare with",
                    "the path is misspelt, or no baseline was made yet",
                    "make one with `waag run --format sarif -o FILE`");
        } catch (IOException | JacksonException e) {
            throw new UserException(
                    Exit.USAGE,
                    "the baseline " + file + " cannot be read: "
                            + (e instanceof JacksonException j ? Json.why(j) : e.getMessage()),
                    "it is no SARIF of an earlier run",
                    "make one with `waag run --format sarif -o FILE`");
        }
    }
}
