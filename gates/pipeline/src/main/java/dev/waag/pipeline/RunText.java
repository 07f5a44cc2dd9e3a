package dev.waag.pipeline;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run's report as JSON ({@code waag-run/1}), for people, and as JUnit's XML. */
public final class RunText {
    /** How much of what a program wrote is shown. */
    private static final int SAID = 16 << 10;

    private RunText() {}

    /** The object of schema {@code waag-run/1} on one line, ended. */
    public static String json(RunReport r) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("schema", "waag-run/1");
        json.put("pipeline", r.pipeline());
        json.put("verdict", r.failed().isEmpty() ? "pass" : "fail");
        json.put("failed_stage", r.failed().map(StageResult::name).orElse(null));
        ArrayNode stages = json.putArray("stages");
        for (StageResult s : r.stages()) {
            ObjectNode stage = stages.addObject()
                    .put("name", s.name())
                    .put("result", s.outcome().text());
            stage.put("duration_s", seconds(s.duration())).put("max_rss_bytes", s.maxRssBytes());
            artifacts(stage.putArray("inputs"), s.inputs());
            artifacts(stage.putArray("outputs"), s.outputs());
            stage.put("message", s.message().isEmpty() ? null : s.message());
            if (s.outcome() == StageResult.Outcome.FAIL) {
                stage.put("output", end(s.said()));
            }
        }
        ArrayNode findings = json.putArray("findings");
        for (StageFinding f : r.findings()) {
            ObjectNode finding = findings.addObject()
                    .put("tool", f.tool())
                    .put("rule", f.rule())
                    .put("severity", f.severity());
            finding.put("file", f.file()).put("line", f.line()).put("in_history", f.inHistory());
            finding.put("commit", f.commit().orElse(null))
                    .put("message", f.message())
                    .put("new", r.isNew(f))
                    .put("fails", f.fails());
        }
        return Json.MAPPER.writeValueAsString(json) + "\n";
    }

    private static void artifacts(ArrayNode to, Map<String, Sha256> digests) {
        digests.forEach((path, digest) -> to.addObject().put("path", path).put("sha256", digest.hex()));
    }

    private static double seconds(Duration d) {
        return d.toMillis() / 1000.0;
    }

    /** For people: a line a stage, the findings, and why it halted. */
    public static String text(RunReport r) {
        StringBuilder out = new StringBuilder();
        for (StageResult s : r.stages()) {
            out.append("%-8s %-24s %8.2f s".formatted(s.outcome().text(), s.name(), seconds(s.duration())));
            out.append(s.maxRssBytes() > 0 ? " %7d KiB".formatted(s.maxRssBytes() >> 10) : "")
                    .append('\n');
        }
        for (StageFinding f : r.findings()) {
            out.append(f.file())
                    .append(f.line() > 0 ? ":" + f.line() : "")
                    .append(": ")
                    .append(f.severity())
                    .append(": ");
            out.append(plain(f.message()))
                    .append(" [")
                    .append(f.tool())
                    .append(' ')
                    .append(f.rule())
                    .append(']');
            out.append(f.commit()
                    .map(c -> " (only in history: " + c.substring(0, Math.min(12, c.length())) + ")")
                    .orElse(""));
            out.append(r.isNew(f) ? "" : " (known)").append('\n');
        }
        r.failed().ifPresent(s -> out.append(plain(s.message())).append('\n'));
        return out.toString();
    }

    /** What the failed stage's program wrote, its end; each line safe for a terminal. */
    public static String said(StageResult s) {
        StringBuilder out = new StringBuilder();
        end(s.said()).lines().forEach(l -> out.append("  ").append(plain(l)).append('\n'));
        return out.toString();
    }

    private static String end(String said) {
        return said.length() <= SAID ? said : "…" + said.substring(said.length() - SAID);
    }

    private static String plain(String text) {
        return text.replace('\t', ' ').replaceAll("[\\p{Cntrl}\\p{Cf}]", "\uFFFD");
    }

    /** JUnit's XML: a suite for the pipeline, a case a stage. */
    public static String junit(RunReport r) {
        long failures = r.stages().stream().filter(s -> isFailure(s)).count();
        long skipped = r.stages().stream()
                .filter(s -> s.outcome() == StageResult.Outcome.SKIPPED)
                .count();
        double time =
                r.stages().stream().mapToDouble(s -> seconds(s.duration())).sum();
        String counts =
                " name=\"" + xml(r.pipeline()) + "\" tests=\"" + r.stages().size() + "\" failures=\"" + failures
                        + "\" errors=\"0\" skipped=\"" + skipped + "\" time=\"" + time + "\"";
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
                .append(counts)
                .append(">\n");
        String at = r.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString()
                .replace("Z", "");
        out.append("  <testsuite")
                .append(counts)
                .append(" timestamp=\"")
                .append(at)
                .append("\">\n");
        for (StageResult s : r.stages()) {
            out.append("    <testcase classname=\"")
                    .append(xml(r.pipeline()))
                    .append("\" name=\"")
                    .append(xml(s.name()));
            out.append("\" time=\"").append(seconds(s.duration())).append("\">");
            if (isFailure(s)) {
                out.append("<failure type=\"")
                        .append(s.outcome().text())
                        .append("\" message=\"")
                        .append(xml(s.message()))
                        .append("\">");
                s.findings()
                        .forEach(f -> out.append(xml(f.file() + ":" + f.line() + ": " + f.message()))
                                .append('\n'));
                out.append(xml(end(s.said()))).append("</failure>");
            } else if (s.outcome() == StageResult.Outcome.SKIPPED) {
                out.append("<skipped/>");
            }
            out.append("</testcase>\n");
        }
        return out.append("  </testsuite>\n</testsuites>\n").toString();
    }

    private static boolean isFailure(StageResult s) {
        return s.outcome() == StageResult.Outcome.FAIL || s.outcome() == StageResult.Outcome.REFUSED;
    }

    private static String xml(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    boolean allowed =
                            c == '\n' || c >= ' ' && c != 0x7f && (c < 0xD800 || c > 0xDFFF) && (c & 0xFFFE) != 0xFFFE;
                    out.appendCodePoint(allowed ? c : c == '\t' ? ' ' : 0xFFFD);
                }
            }
        });
        return out.toString();
    }
}
