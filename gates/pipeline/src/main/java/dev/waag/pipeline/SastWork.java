package dev.waag.pipeline;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks through Python sources with Bandit. Findings of medium and high severity fail the stage; low ones are told. */
public final class SastWork implements StageWork {
    private static final String TOOL = "bandit";
    private static final int BATCH = 400;
    private static final int OUTPUT = 64 << 20;

    private final ToolEnvironment tools;

    public SastWork(ToolEnvironment tools) {
        this.tools = tools;
    }

    @Override
    public Done run(Job job) {
        try {
            SourceFiles files = new SourceFiles(job);
            List<String> paths = new ArrayList<>(job.inputs().isEmpty() ? files.all() : job.inputs());
            paths.removeIf(p -> !p.endsWith(".py") && !p.endsWith(".pyw"));
            List<StageFinding> found = new ArrayList<>();
            String python = tools.python().toString();
            for (int from = 0; from < paths.size(); from += BATCH) {
                List<String> argv = new ArrayList<>(
                        List.of(python, "-I", "-m", "bandit", "--format", "json", "--quiet", "--exit-zero"));
                argv.addAll(job.arguments());
                paths.subList(from, Math.min(paths.size(), from + BATCH)).forEach(p -> argv.add("./" + p));
                Finished done = Processes.run(
                        new Command(argv, job.environment(), job.folder(), job.timeout(), OUTPUT), new byte[0]);
                if (done.exit() != 0) {
                    return Done.failed("bandit ended with exit code " + done.exit(), done.errText());
                }
                Optional<String> unread = results(done.outText(), found);
                if (unread.isPresent()) {
                    return new Done(
                            false,
                            true,
                            "bandit could not read " + unread.get(),
                            done.errText(),
                            0,
                            List.of(new Tool(TOOL, ToolEnvironment.version(TOOL))),
                            found);
                }
            }
            return new Done(true, false, "", "", 0, List.of(new Tool(TOOL, ToolEnvironment.version(TOOL))), found);
        } catch (ToolEnvironment.Unavailable e) {
            return Done.failed(String.valueOf(e.getMessage()), e.said());
        } catch (IOException e) {
            return Done.failed("bandit could not look: " + e.getMessage(), "");
        }
    }

    /** Bandit writes the passwords that it finds (B105 to B107) into its messages. */
    private static String told(String test, String text) {
        return test.matches("B10[567]") ? text.replaceFirst("(?s)\\s*:.*", "") : text;
    }

    /** Takes the findings; returns the first file that could not be read, where there is one. */
    private static Optional<String> results(String json, List<StageFinding> to) throws IOException {
        JsonNode all;
        try {
            all = Json.MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IOException("it wrote no JSON", e);
        }
        for (JsonNode r : all.path("results")) {
            String severity = r.path("issue_severity").asString("LOW").toLowerCase(Locale.ROOT);
            String file = r.path("filename").asString("").replaceFirst("^(\\./)+", "");
            String code =
                    r.path("code").asString("").replaceAll("(?m)^\\d+ ?", "").strip();
            to.add(new StageFinding(
                    TOOL,
                    r.path("test_id").asString("") + "-"
                            + r.path("test_name").asString("").replace('_', '-'),
                    severity.equals("undefined") ? "low" : severity,
                    file,
                    r.path("line_number").asInt(0),
                    told(r.path("test_id").asString(""), r.path("issue_text").asString("")),
                    "",
                    Optional.empty(),
                    severity.equals("medium") || severity.equals("high"),
                    Sha256.of(code.getBytes(StandardCharsets.UTF_8)).hex()));
        }
        for (JsonNode e : all.path("errors")) {
            return Optional.of(e.path("filename").asString("a file") + ": "
                    + e.path("reason").asString(""));
        }
        return Optional.empty();
    }
}
