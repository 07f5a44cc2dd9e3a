package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.python.ProjectName;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** {@code waag release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Moves internal releases through the channels of a running gate.",
            "An upload stages a release by itself; people other than its publisher approve it; then it is promoted."
        },
        customSynopsis = {
            "waag release stage|approve|promote PROJECT[==VERSION] [--channel NAME]",
            "waag release attach PROJECT[==VERSION] [--links DIR]",
            "waag release rollback PROJECT [--channel NAME] [--reason TEXT]",
            "waag release status PROJECT[==VERSION]",
            "waag release evidence PROJECT==VERSION [-o DIR]",
            "waag release yank|unyank PROJECT==VERSION [--reason TEXT]",
            "waag release mark PROJECT --as active|archived|deprecated|quarantined [--reason TEXT]",
            "waag release delete PROJECT==VERSION [--reason TEXT]"
        })
final class ReleaseCommand implements Callable<Integer> {
    static final String RELEASES = "/api/v1/releases/";

    enum Action {
        STAGE,
        APPROVE,
        PROMOTE,
        ROLLBACK,
        STATUS,
        EVIDENCE,
        ATTACH,
        YANK,
        UNYANK,
        MARK,
        DELETE
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Action action = Action.STATUS;

    @Parameters(index = "1", paramLabel = "PROJECT[==VERSION]", description = "Without a version: the one staged last.")
    private String target = "";

    @Option(names = "--channel", paramLabel = "NAME", description = "Promote: the next one. Rollback: the last one.")
    private @Nullable String channel;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes into the ledger and to clients.")
    private @Nullable String reason;

    @Option(names = "--as", paramLabel = "STATUS", description = "What the project is from now on (PEP 792).")
    private @Nullable String status;

    @Option(
            names = "--links",
            paramLabel = "DIR",
            description = "Attach: the signed links of the pipeline's stages; default: .waag/links.")
    private @Nullable Path links;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Evidence: write each document there, named as waag verify looks for it beside the file.")
    private @Nullable Path folder;

    @Option(names = "--format", paramLabel = "text|json")
    private Formats format = Formats.TEXT;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> body = new LinkedHashMap<>();
        String path = RELEASES + project(target, body);
        put(body, "channel", channel);
        put(body, "reason", reason);
        put(body, "status", status);
        if (action == Action.ATTACH) {
            body.put(
                    "links",
                    LinksFolder.text(links == null ? LinksFolder.DEFAULT : links)
                            .orElse(""));
        }
        boolean whole = action == Action.EVIDENCE
                || action == Action.YANK
                || action == Action.UNYANK
                || action == Action.DELETE;
        if (whole && !body.containsKey("version")) {
            throw usage("which version?", "'" + target + "' names none", "name it: " + target + "==1.0");
        }
        if (action == Action.MARK && status == null) {
            throw usage(
                    "--as is missing",
                    "a project is marked as something",
                    "--as active, archived, deprecated or quarantined");
        }
        try (Gate running = gate.open(System.getenv())) {
            String version = body.containsKey("version") ? "/" + segment(body.get("version")) : "";
            PrintWriter out = spec.commandLine().getOut();
            JsonNode answer = switch (action) {
                case STATUS -> running.get(path + version);
                case EVIDENCE -> running.get(path + version + "/evidence");
                default -> running.post(path + "/" + word(), body);
            };
            if (action == Action.EVIDENCE && folder != null) {
                ReleaseEvidence.write(running, path + version + "/evidence", answer, folder);
            }
            out.println(
                    format == Formats.JSON ? Json.MAPPER.writeValueAsString(answer) : ReleaseText.of(word(), answer));
            out.flush();
        }
        return Exit.OK.code();
    }

    private String word() {
        return action.name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@code NAME[==VERSION]}; the version goes into the body. */
    static String project(String target, Map<String, String> body) {
        int at = target.indexOf("==");
        String name = (at < 0 ? target : target.substring(0, at)).strip();
        if (at >= 0) {
            put(body, "version", target.substring(at + 2));
        }
        return ProjectName.parse(name)
                .map(ProjectName::value)
                .orElseThrow(() -> usage(
                        "'" + target + "' is no project",
                        "names have letters, digits, '.', '_' and '-'",
                        "write NAME or NAME==VERSION"));
    }

    static String segment(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void put(Map<String, String> body, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            body.put(key, value.strip());
        }
    }

    private static UserException usage(String what, String cause, String remedy) {
        return new UserException(Exit.USAGE, what, cause, remedy);
    }
}
