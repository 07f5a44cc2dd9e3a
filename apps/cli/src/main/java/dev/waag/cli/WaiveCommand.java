package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.policy.Waiver;
import dev.waag.store.Durable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

/** {@code waag waive}. */
@Command(
        name = "waive",
        description = {
            "Grants an exception from a rule, with an owner, a reason and an end.",
            "It is granted at a running gate, or written into a policy file."
        },
        customSynopsis = {
            "waag waive RULE (--project P [--version V] | --sha256 HEX | --advisory ID) --owner O --reason R --expires DATE [--policy FILE]",
            "waag waive --list",
            "waag waive --revoke ID"
        })
final class WaiveCommand implements Callable<Integer> {
    private static final String WAIVERS = "/api/v1/waivers";

    @Parameters(arity = "0..1", paramLabel = "RULE", description = "The rule's id; waag policy show lists them.")
    private @Nullable String rule;

    @Option(names = "--project", paramLabel = "P", description = "The project whose files are meant.")
    private @Nullable String project;

    @Option(names = "--version", paramLabel = "V", description = "One version of the project.")
    private @Nullable String version;

    @Option(names = "--sha256", paramLabel = "HEX", description = "One file by its digest: the narrowest scope.")
    private @Nullable String sha256;

    @Option(names = "--advisory", paramLabel = "ID", description = "One advisory.")
    private @Nullable String advisory;

    @Option(names = "--owner", paramLabel = "O", description = "Who answers for it.")
    private @Nullable String owner;

    @Option(names = "--reason", paramLabel = "R", description = "Why it is right.")
    private @Nullable String reason;

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            description = "The last day on which it holds (UTC), such as 2027-03-31.")
    private @Nullable String expires;

    @Option(names = "--policy", paramLabel = "FILE", description = "Write it into this policy file instead.")
    private @Nullable Path policy;

    @Option(names = "--list", description = "List the waivers.")
    private boolean list;

    @Option(names = "--revoke", paramLabel = "ID", description = "Take a granted waiver back.")
    private @Nullable String revoke;

    @Option(names = "--format", paramLabel = "text|json")
    private Formats format = Formats.TEXT;

    // not by mixinStandardHelpOptions, whose --version would stand in the way of ours
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean help;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (policy != null && gate.given()) {
            throw usage("--policy writes a file, and --url, --token and --data name a running gate", "choose one");
        }
        if (list || revoke != null) {
            if (rule != null || list && revoke != null) {
                throw usage("--list and --revoke stand alone", "waag waive --help shows the three forms");
            }
            return list ? list() : revoke(String.valueOf(revoke));
        }
        Map<String, String> asked = asked();
        if (policy != null) {
            write(policy, asked);
        } else {
            try (Gate running = gate.open(System.getenv())) {
                print("granted", texts(running.post(WAIVERS, asked)));
            }
        }
        return Exit.OK.code();
    }

    /** What the options say, in the words of the API and of the policy file. */
    private Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        put(asked, "rule", rule);
        put(asked, "project", project);
        put(asked, "version", version);
        put(asked, "sha256", sha256);
        put(asked, "advisory", advisory);
        put(asked, "owner", owner);
        put(asked, "reason", reason);
        put(asked, "expires", expires);
        List<String> missing = new ArrayList<>();
        if (!asked.containsKey("rule")) {
            missing.add("RULE");
        }
        if (!asked.containsKey("project") && !asked.containsKey("sha256") && !asked.containsKey("advisory")) {
            missing.add("what is meant (--project, --sha256 or --advisory)");
        }
        for (String option : List.of("owner", "reason", "expires")) {
            if (!asked.containsKey(option)) {
                missing.add("--" + option);
            }
        }
        if (!missing.isEmpty()) {
            throw usage(
                    "missing: " + String.join(", ", missing), "a waiver says for what, by whom, why and until when");
        }
        return asked;
    }

    private static void put(Map<String, String> asked, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            asked.put(key, value.strip());
        }
    }

    private int list() throws IOException {
        List<Map<String, String>> waivers = new ArrayList<>();
        if (policy != null) {
            PolicyCommand.load(policy).waivers().forEach(w -> waivers.add(texts(w)));
        } else {
            try (Gate running = gate.open(System.getenv())) {
                running.get(WAIVERS).path("waivers").forEach(w -> waivers.add(texts(w)));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == Formats.JSON) {
            out.println(Json.MAPPER.writeValueAsString(Map.of("waivers", waivers)));
        } else if (waivers.isEmpty()) {
            out.println("no waivers");
        } else {
            waivers.forEach(w -> out.println(WaiverText.line(w)));
        }
        out.flush();
        return Exit.OK.code();
    }

    private int revoke(String id) {
        if (policy != null) {
            throw usage("a waiver of a policy file is taken back in the file", "remove its [[waiver]] table");
        }
        try (Gate running = gate.open(System.getenv())) {
            JsonNode answer = running.delete(WAIVERS + "/"
                    + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
            PrintWriter out = spec.commandLine().getOut();
            out.println(format == Formats.JSON ? Json.MAPPER.writeValueAsString(answer) : "revoked " + id);
            out.flush();
        }
        return Exit.OK.code();
    }

    /** The file is right before and after, and between the two nobody sees it half written. */
    private void write(Path file, Map<String, String> asked) throws IOException {
        requireFuture(asked.getOrDefault("expires", ""));
        Policy before = PolicyCommand.load(file);
        String text = Files.readString(file);
        String table = WaiverText.table(asked);
        String next = text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + (text.isBlank() ? "" : "\n") + table;
        Policy after;
        try {
            after = Policy.load(new PolicySource(file.toString(), next));
        } catch (PolicyException e) {
            throw new UserException(
                    Exit.USAGE,
                    "the waiver cannot be written: " + e.errors().getFirst().message(),
                    "with it, " + file + " would be no policy",
                    "mend the options; the file was not touched");
        }
        if (after.waivers().size() != before.waivers().size() + 1) {
            throw new IllegalStateException("the waiver is not in the file that holds it");
        }
        Durable.replace(file, next.getBytes(StandardCharsets.UTF_8));
        print("written to " + file + ":", texts(after.waivers().getLast()));
    }

    private static void requireFuture(String date) {
        try {
            Instant end = LocalDate.parse(date)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            if (!InstantSource.system().instant().isBefore(end)) {
                throw usage("--expires " + date + " is over", "name a day to come");
            }
        } catch (DateTimeParseException e) {
            throw usage("--expires must be a date, not '" + date + "'", "write it as 2027-03-31");
        }
    }

    private void print(String done, Map<String, String> waiver) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                format == Formats.JSON ? Json.MAPPER.writeValueAsString(waiver) : done + " " + WaiverText.line(waiver));
        out.flush();
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.properties().forEach(p -> {
            if (p.getValue().isString()) {
                texts.put(p.getKey(), p.getValue().asString());
            }
        });
        return texts;
    }

    private static Map<String, String> texts(Waiver w) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("id", w.id());
        texts.put("rule", w.rule());
        put(texts, "project", w.project());
        w.version().ifPresent(v -> texts.put("version", v));
        w.sha256().ifPresent(v -> texts.put("sha256", v));
        w.advisory().ifPresent(v -> texts.put("advisory", v));
        texts.put("owner", w.owner());
        texts.put("reason", w.reason());
        texts.put("expires", w.expires().toString());
        return texts;
    }

    private static UserException usage(String what, String remedy) {
        return new UserException(Exit.USAGE, what, "", remedy);
    }
}
