package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code waag snapshot create|list|diff|export}. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "The index as of an instant, with its policy and advisories, under an id that is the digest of all that.",
            "A running gate serves it at /snapshot/ID/simple/."
        },
        synopsisSubcommandLabel = "COMMAND")
final class SnapshotCommand implements Runnable {
    static final String SNAPSHOTS = "/api/v1/snapshots";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "which command? One of: create, list, diff, export");
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Takes a snapshot and prints its id.")
    int create(
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format,
            @Mixin GateOptions gate) {
        try (Gate running = gate.open(System.getenv())) {
            JsonNode answer = running.post(SNAPSHOTS, Map.of());
            print(
                    format == Formats.JSON
                            ? Json.MAPPER.writeValueAsString(answer)
                            : answer.path("id").asString(""));
        }
        return Exit.OK.code();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the snapshots, oldest first.")
    int list(
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format,
            @Mixin GateOptions gate) {
        try (Gate running = gate.open(System.getenv())) {
            JsonNode answer = running.get(SNAPSHOTS);
            if (format == Formats.JSON) {
                print(Json.MAPPER.writeValueAsString(answer));
            } else {
                answer.path("snapshots")
                        .forEach(s -> print(
                                s.path("id").asString("") + "  " + s.path("at").asString("")));
            }
        }
        return Exit.OK.code();
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Tells what the second snapshot has that the first had not, and the other way round.")
    int diff(
            @Parameters(paramLabel = "A") String a,
            @Parameters(paramLabel = "B") String b,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format,
            @Mixin GateOptions gate) {
        try (Gate running = gate.open(System.getenv())) {
            JsonNode answer =
                    running.get(SNAPSHOTS + "/" + ReleaseCommand.segment(a) + "/diff/" + ReleaseCommand.segment(b));
            print(format == Formats.JSON ? Json.MAPPER.writeValueAsString(answer) : text(answer));
        }
        return Exit.OK.code();
    }

    private static String text(JsonNode diff) {
        List<String> lines = new ArrayList<>();
        if (diff.path("policy_changed").asBoolean(false)) {
            lines.add("another policy");
        }
        if (diff.path("advisories_changed").asBoolean(false)) {
            lines.add("other advisories");
        }
        for (JsonNode project : diff.path("projects")) {
            String name = project.path("project").asString("") + ": ";
            project.path("added").forEach(f -> lines.add("+ " + name + f.asString("")));
            project.path("removed").forEach(f -> lines.add("- " + name + f.asString("")));
            project.path("changed").forEach(f -> lines.add("~ " + name + f.asString("")));
        }
        return lines.isEmpty() ? "no difference" : String.join("\n", lines);
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Writes a snapshot with all its allowed files into a folder.",
                "DIR/simple/ works on any plain web server: pip install --index-url http://HOST/simple/ NAME"
            })
    int export(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "DIR",
                            required = true,
                            description = "The folder; what is in it already is kept where it is the same.")
                    Path folder,
            @Mixin GateOptions gate)
            throws IOException {
        try (Gate running = gate.openForUploads(System.getenv())) {
            SnapshotExport.Done done = new SnapshotExport(running, id, folder).write();
            print("wrote " + done.projects() + " projects with " + done.files() + " files to " + folder
                    + (done.refused() == 0 ? "" : "; left out " + done.refused() + " files that are refused"));
        }
        return Exit.OK.code();
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
