package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code waag recall}. */
@Command(
        name = "recall",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a release back from everybody, or every release that an advisory affects.",
            "Tells who downloaded it and which internal releases rest on it; blocks it at once; takes channels back",
            "where [release] on-recall = \"rollback\"."
        })
final class RecallCommand implements Callable<Integer> {
    private static final String RECALLS = "/api/v1/recalls";

    enum Format {
        TEXT,
        JSON,
        OPENVEX,
        CSAF
    }

    @Parameters(paramLabel = "ADVISORY|NAME==VERSION", description = "What is recalled.")
    private String target = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes into the ledger and to clients.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Only look: change nothing.")
    private boolean dryRun;

    @Option(names = "--format", paramLabel = "text|json|openvex|csaf")
    private Format format = Format.TEXT;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("target", target);
        body.put("reason", reason == null ? "" : reason);
        body.put("dry_run", dryRun);
        body.put("format", format == Format.TEXT ? "json" : format.name().toLowerCase(Locale.ROOT));
        try (Gate running = gate.open(System.getenv())) {
            JsonNode answer = running.post(RECALLS, body);
            PrintWriter out = spec.commandLine().getOut();
            out.println(format == Format.TEXT ? text(answer) : Json.MAPPER.writeValueAsString(answer));
            out.flush();
        }
        return Exit.OK.code();
    }

    private String text(JsonNode a) {
        StringBuilder text = new StringBuilder(dryRun ? "would recall " : "recalled ").append(value(a, "target"));
        line(text, a.path("downloads_total").asInt(0) + " downloads");
        for (JsonNode d : a.path("downloads")) {
            line(
                    text,
                    "  " + value(d, "filename") + " by " + value(d, "actor") + " at " + value(d, "at") + " (entry "
                            + d.path("ledger_index").asLong(0)
                            + (d.path("count").asInt(1) > 1
                                    ? ", " + d.path("count").asInt(1) + " times"
                                    : "") + ")");
        }
        line(text, a.path("receipts").size() + " receipts");
        a.path("receipts")
                .forEach(r -> line(
                        text,
                        "  " + value(r, "id") + "  " + value(r, "user") + "  " + value(r, "filename") + "  "
                                + value(r, "at")));
        line(text, a.path("releases").size() + " internal releases");
        for (JsonNode r : a.path("releases")) {
            line(
                    text,
                    "  " + value(r, "project") + " " + value(r, "version") + ": " + value(r, "how")
                            + (value(r, "how").equals("recalled") ? "" : " " + value(r, "on"))
                            + (r.path("certain").asBoolean(true) ? "" : " (possibly)"));
        }
        for (JsonNode c : a.path("channels")) {
            line(
                    text,
                    "channel " + value(c, "channel") + " of " + value(c, "project") + ": "
                            + (value(c, "action").equals("none") ? "has" : value(c, "action"))
                            + (value(c, "action").equals("rollback")
                                    ? " from " + value(c, "from") + " to "
                                            + (value(c, "to").isEmpty() ? "nothing" : value(c, "to"))
                                    : " " + value(c, "from")));
        }
        a.path("blocked").forEach(b -> line(text, "blocked " + value(b, "project") + " " + value(b, "version")));
        a.path("must_act").forEach(n -> line(text, "must act: " + n.asString("")));
        return text.toString();
    }

    private static String value(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    private static void line(StringBuilder text, String line) {
        text.append('\n').append(line);
    }
}
