package dev.waag.pipeline;

import dev.waag.core.Json;
import dev.waag.report.Finding;
import dev.waag.report.RuleText;
import dev.waag.report.Sarif;
import dev.waag.report.ToolRun;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code waag ci lint} found.
 *
 * @param files that were read
 * @param ignored how many more a comment in the file excuses
 * @param unreadable those that could not be, each with its reason
 */
public record CiReport(
        String version, List<String> files, List<CiFinding> findings, int ignored, List<Unreadable> unreadable) {
    /** A file of which nothing is known; {@code line} 0 where the fault has none. */
    public record Unreadable(String file, int line, String message) {}

    public CiReport {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
        unreadable = List.copyOf(unreadable);
    }

    /** The object of schema {@code waag-ci-lint/1}, on one line, ended. */
    public String json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("schema", "waag-ci-lint/1");
        json.put("verdict", findings.isEmpty() && unreadable.isEmpty() ? "pass" : "fail");
        ArrayNode found = json.putArray("findings");
        for (CiFinding f : findings) {
            found.addObject()
                    .put("rule", f.rule())
                    .put("severity", f.severity())
                    .put("file", f.file())
                    .put("line", f.line())
                    .put("message", f.message())
                    .put("help", f.help());
        }
        json.put("ignored", ignored);
        ArrayNode read = json.putArray("files");
        files.forEach(read::add);
        ArrayNode not = json.putArray("unreadable");
        unreadable.forEach(
                u -> not.addObject().put("file", u.file()).put("line", u.line()).put("message", u.message()));
        return Json.MAPPER.writeValueAsString(json) + "\n";
    }

    /** SARIF 2.1.0. */
    public String sarif() {
        List<RuleText> rules = CiRule.all().stream()
                .map(r -> new RuleText(r.id(), r.severity(), "Protects from " + r.protectsFrom(), r.help()))
                .toList();
        List<Finding> all = findings.stream()
                .map(f -> Finding.builder(f.rule(), f.severity(), "deny")
                        .at(f.file(), f.line())
                        .message(f.message())
                        .help(f.help())
                        .build())
                .toList();
        return Sarif.render(
                List.of(new ToolRun("waag ci lint", version, rules, all, files.isEmpty() ? "" : files.getFirst())));
    }

    /** For people: a paragraph a finding, and a line that sums up. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (CiFinding f : findings) {
            out.append(f.file())
                    .append(':')
                    .append(f.line())
                    .append(": ")
                    .append(f.severity())
                    .append(": ");
            out.append(plain(f.message())).append(" [").append(f.rule()).append("]\n");
            out.append("    to do: ").append(plain(f.help())).append('\n');
        }
        for (Unreadable u : unreadable) {
            out.append(u.file()).append(u.line() > 0 ? ":" + u.line() : "").append(": could not be read: ");
            out.append(plain(u.message())).append('\n');
        }
        out.append(files.size()).append(files.size() == 1 ? " file" : " files").append(" looked at, ");
        out.append(findings.isEmpty() ? "nothing" : String.valueOf(findings.size()))
                .append(" found");
        return out.append(ignored > 0 ? ", " + ignored + " ignored by comments\n" : "\n")
                .toString();
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\uFFFD");
    }
}
