package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code waag provenance show|accept}. */
@Command(
        name = "provenance",
        mixinStandardHelpOptions = true,
        description = "Shows who attested a project's releases, or accepts that this changed.",
        synopsisSubcommandLabel = "COMMAND")
final class ProvenanceCommand implements Runnable {
    private static final String API = "/api/v1/provenance";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: show, accept");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Lists a project's releases in the order of their upload, with who attested them.")
    int show(
            @Parameters(paramLabel = "PROJECT") String project,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format,
            @Mixin GateOptions gate) {
        JsonNode answer;
        try (Gate running = gate.open(System.getenv())) {
            answer = running.get(API + "/" + URLEncoder.encode(project, StandardCharsets.UTF_8));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == Formats.JSON) {
            out.println(Json.MAPPER.writeValueAsString(answer));
        } else {
            for (JsonNode release : answer.path("releases")) {
                String publishers = String.join(
                        " and ",
                        release.path("publishers")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList());
                String change = release.path("change").asString("");
                out.println(release.path("version").asString("") + "  "
                        + release.path("uploaded").asString("") + "  "
                        + (publishers.isEmpty() ? "nobody" : publishers)
                        + (change.isEmpty() ? "" : "  CHANGED: " + change));
            }
        }
        out.flush();
        return Exit.OK.code();
    }

    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = {
                "Accepts that a release's provenance differs from that of those before it.",
                "Its publisher counts as the project's from then on; the ledger keeps who accepted what, and why."
            })
    int accept(
            @Parameters(paramLabel = "PROJECT==VERSION") String release,
            @Option(names = "--owner", required = true, paramLabel = "O", description = "Who answers for it.")
                    String owner,
            @Option(names = "--reason", required = true, paramLabel = "R", description = "Why it is right.")
                    String reason,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format,
            @Mixin GateOptions gate) {
        int split = release.indexOf("==");
        if (split <= 0 || split + 2 == release.length()) {
            throw new UserException(
                    Exit.USAGE,
                    "'" + release + "' is no release",
                    "it is not of the form PROJECT==VERSION",
                    "write it as PROJECT==VERSION");
        }
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("project", release.substring(0, split).strip());
        asked.put("version", release.substring(split + 2).strip());
        asked.put("owner", owner);
        asked.put("reason", reason);
        JsonNode answer;
        try (Gate running = gate.open(System.getenv())) {
            answer = running.post(API, asked);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                format == Formats.JSON
                        ? Json.MAPPER.writeValueAsString(answer)
                        : "accepted " + release + ": " + answer.path("change").asString("") + " (ledger entry "
                                + answer.path("entry").asString("") + ")");
        out.flush();
        return Exit.OK.code();
    }
}
