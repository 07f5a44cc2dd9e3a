package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Suggest;
import dev.waag.core.UserException;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyError;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.policy.PolicyTests;
import dev.waag.policy.RuleView;
import dev.waag.policy.Waiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code waag policy show|explain|test|apply|approve|pending}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Shows the rules, explains one, runs the unit tests of a policy, or puts one in force.",
        synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "which command? One of: show, explain, test, apply, approve, pending");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows the rules in force, with their settings and where they come from.")
    int show(
            @Option(names = "--policy", paramLabel = "FILE", description = "Policy file; default: the default pack.")
                    @Nullable
                    Path file,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format)
            throws IOException {
        Policy policy = load(file);
        PrintWriter out = spec.commandLine().getOut();
        if (format == Formats.JSON) {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json(policy)));
            return Exit.OK.code();
        }
        for (RuleView r : policy.rules()) {
            out.printf("%-18s %-5s %-8s %s%n", r.id(), r.action().text(), r.severity(), settings(r));
            if (!r.when().isEmpty()) {
                out.printf("%-18s   when %s%n", "", r.when());
            } else if (!r.fires().isEmpty()) {
                out.printf("%-18s   where %s%n", "", r.fires());
            }
        }
        policy.waivers()
                .forEach(w -> out.printf(
                        "waiver: %s for %s, by %s until %s: %s%n",
                        w.rule(), w.scope(), w.owner(), w.expires(), w.reason()));
        out.println("digest " + policy.digest());
        out.flush();
        return Exit.OK.code();
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a policy in force at a running gate.",
                "Where [release] two-person-policy is set, it waits for another person: exit 1, and its id is printed."
            })
    int apply(
            @Parameters(paramLabel = "FILE", description = "The policy.") Path file,
            @CommandLine.Mixin GateOptions gate)
            throws IOException {
        load(file);
        try (Gate running = gate.open(System.getenv())) {
            JsonNode answer = running.post("/api/v1/policy", Map.of("text", Files.readString(file)));
            return told(answer);
        }
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Confirms a policy that another person proposed, which puts it in force.")
    int approve(
            @Parameters(paramLabel = "ID", description = "As `waag policy apply` printed it.") String id,
            @CommandLine.Mixin GateOptions gate) {
        try (Gate running = gate.open(System.getenv())) {
            return told(running.post("/api/v1/policy/" + ReleaseCommand.segment(id) + "/approve", Map.of()));
        }
    }

    @Command(
            name = "pending",
            mixinStandardHelpOptions = true,
            description = "Lists the policies that wait for a second person, with their text.")
    int pending(@CommandLine.Mixin GateOptions gate) {
        try (Gate running = gate.open(System.getenv())) {
            spec.commandLine()
                    .getOut()
                    .println(Json.MAPPER
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(running.get("/api/v1/policy").path("pending")));
            spec.commandLine().getOut().flush();
        }
        return Exit.OK.code();
    }

    /** Waiting for another person is no success yet. */
    private int told(JsonNode answer) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Json.MAPPER.writeValueAsString(answer));
        out.flush();
        return answer.path("state").asString("").equals("waiting") ? Exit.FINDINGS.code() : Exit.OK.code();
    }

    private static String settings(RuleView r) {
        return r.settings().entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", ", "", "  (" + r.source() + ")"));
    }

    private static Map<String, Object> json(Policy policy) {
        List<Object> rules = new ArrayList<>();
        for (RuleView r : policy.rules()) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("id", r.id());
            rule.put("action", r.action().text());
            rule.put("severity", r.severity());
            rule.put("settings", r.settings());
            rule.put("when", r.when());
            rule.put("fires", r.fires());
            rule.put("message", r.message());
            rule.put("help", r.help());
            rule.put("source", r.source());
            rules.add(rule);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", "waag-policy/1");
        all.put("digest", policy.digest());
        all.put("rules", rules);
        all.put("waivers", policy.waivers().stream().map(PolicyCommand::json).toList());
        return all;
    }

    private static Map<String, Object> json(Waiver w) {
        Map<String, Object> waiver = new LinkedHashMap<>();
        waiver.put("id", w.id());
        waiver.put("rule", w.rule());
        waiver.put("project", w.project());
        w.version().ifPresent(v -> waiver.put("version", v));
        w.sha256().ifPresent(v -> waiver.put("sha256", v));
        w.advisory().ifPresent(v -> waiver.put("advisory", v));
        waiver.put("owner", w.owner());
        waiver.put("reason", w.reason());
        waiver.put("expires", w.expires().toString());
        return waiver;
    }

    static Policy load(@Nullable Path file) throws IOException {
        if (file == null) {
            return Policy.defaults();
        }
        try {
            return Policy.load(source(file, "name a policy file; docs/policy.md has its form"));
        } catch (PolicyException e) {
            throw wrong(e);
        }
    }

    private static PolicySource source(Path file, String remedy) throws IOException, PolicyException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UserException(Exit.USAGE, "there is no readable file " + file, "the path is wrong", remedy);
        }
        return PolicySource.of(file.toString(), Files.readAllBytes(file));
    }

    private static UserException wrong(PolicyException e) {
        return new UserException(
                Exit.USAGE,
                e.errors().stream().map(PolicyError::toString).collect(Collectors.joining("\n")),
                "",
                "mend the file; docs/policy.md has its form");
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Explains a rule: what it protects from, its settings, an example.")
    int explain(
            @Parameters(
                            paramLabel = "RULE|ID",
                            description = "A rule's id, or the number of a decision (with --data or --url).")
                    String id,
            @CommandLine.Mixin LogSource source)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (id.matches("\\d+")) {
            out.println(source.open().decision(Long.parseLong(id)));
        } else if (Policy.defaults().rule(id).isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no rule '" + id + "'"
                            + Suggest.hint(
                                    id,
                                    Policy.defaults().rules().stream()
                                            .map(RuleView::id)
                                            .toList()),
                    "it is misspelt, or of another version of Waag",
                    "waag policy show lists them");
        } else {
            out.println(Policy.explain(id));
        }
        out.flush();
        return Exit.OK.code();
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Runs the cases of a policy test file: facts in, the expected decision out.")
    int test(
            @Parameters(paramLabel = "FILE", description = "TOML with [[case]] tables; docs/policy.md has its form.")
                    Path file)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            PolicyTests tests = PolicyTests.load(source(file, "name a policy test file"));
            Policy policy = tests.policyFile().isPresent()
                    ? load(file.toAbsolutePath()
                            .resolveSibling(tests.policyFile().get()))
                    : tests.inlinePolicy();
            List<PolicyTests.Result> results = tests.run(policy);
            for (PolicyTests.Result r : results) {
                out.println((r.passed() ? "  ok   " : "  FAIL ") + file + ":" + r.line() + ": " + r.name()
                        + (r.passed() ? "" : ": " + r.detail()));
            }
            long failed = results.stream().filter(r -> !r.passed()).count();
            out.println(results.size() - failed + " passed, " + failed + " failed");
            out.flush();
            return failed == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
        } catch (PolicyException e) {
            throw wrong(e);
        }
    }
}
