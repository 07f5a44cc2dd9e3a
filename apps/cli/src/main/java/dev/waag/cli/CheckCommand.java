package dev.waag.cli;

import dev.waag.check.Check;
import dev.waag.check.CheckRequest;
import dev.waag.check.FixPlan;
import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.PipIndex;
import dev.waag.process.PipSettings;
import dev.waag.report.CheckJson;
import dev.waag.report.CheckReport;
import dev.waag.report.CheckText;
import dev.waag.report.CycloneDx;
import dev.waag.report.JUnitXml;
import dev.waag.report.Markdown;
import dev.waag.report.Sarif;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Judges a project's locks and manifests, an installed environment or wheels, by the policy that the gate has.")
final class CheckCommand implements Callable<Integer> {
    /** In what form the report is. */
    enum Form {
        TEXT,
        JSON,
        SARIF,
        CYCLONEDX,
        JUNIT,
        MARKDOWN
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "A lock, a manifest, a wheel, or a folder; default: this one.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--environment", paramLabel = "DIR", description = "An installed environment.")
    private List<Path> environments = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Policy file; default $WAAG_POLICY_FILE, else the default pack.")
    private @Nullable Path policy;

    @Option(
            names = "--advisories",
            paramLabel = "SOURCE",
            description =
                    "OSV records: a folder, a .zip, or the URL of one; may be repeated. Default $WAAG_ADVISORIES_SOURCES (with commas between), else what the index itself knows.")
    private List<String> advisories = new ArrayList<>();

    @Option(
            names = "--kev",
            paramLabel = "SOURCE",
            description =
                    "The catalogue of known exploited vulnerabilities: a file or URL; default $WAAG_ADVISORIES_KEV.")
    private @Nullable String kev;

    @Option(
            names = "--epss",
            paramLabel = "SOURCE",
            description = "The list of exploit probabilities: a file or URL; default $WAAG_ADVISORIES_EPSS.")
    private @Nullable String epss;

    @Option(
            names = "--index",
            paramLabel = "URL",
            description = "The index to ask for facts; default the gate at $WAAG_URL, else pip's own.")
    private @Nullable String index;

    @Option(
            names = "--offline",
            description = "Let nothing leave this machine; rules whose facts the index has are listed as not checked.")
    private boolean offline;

    @Option(names = "--format", paramLabel = "text|json|sarif|cyclonedx|junit|markdown")
    private Form form = Form.TEXT;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the report there.")
    private @Nullable Path output;

    @Option(
            names = "--fix",
            description =
                    "Show the smallest set of version changes that clears vulnerable, malicious, yanked and held pins.")
    private boolean fix;

    @Option(names = "--write", description = "Make these changes, hashes included; implies --fix.")
    private boolean write;

    @Option(names = "--python", paramLabel = "3.11", description = "The version of Python that is checked for.")
    private @Nullable String python;

    @Option(
            names = "--platform",
            paramLabel = "linux_x86_64",
            description = "The platform that is checked for, as a wheel's tag names it.")
    private @Nullable String platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.ofThisProcess();
        PrintWriter err = spec.commandLine().getErr();
        CheckRequest request = request(System.getenv());
        Check.Fixed fixed;
        try (TerminalProgress progress = new TerminalProgress(err, terminal.errors())) {
            fixed = fix || write
                    ? Check.fix(request, progress, InstantSource.system())
                    : new Check.Fixed(Check.run(request, progress, InstantSource.system()), FixPlan.NONE);
        }
        CheckReport report = fixed.report();
        write(render(report, terminal));
        if (fix || write) {
            propose(fixed.plan());
        }
        return report.failing() == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    /** After a report that people read; beside one that programs read. */
    private void propose(FixPlan plan) {
        PrintWriter to = form == Form.TEXT ? spec.commandLine().getOut() : spec.commandLine().getErr();
        to.print((form == Form.TEXT && output == null ? "\n" : "") + plan.text());
        if (write) {
            to.flush();
            plan.write();
            plan.changes().forEach(c -> to.println("Written: " + c.path()));
        }
        to.flush();
    }

    private CheckRequest request(Map<String, String> environment) throws IOException {
        List<Path> judged = paths.isEmpty() && environments.isEmpty() ? List.of(Path.of("")) : paths;
        String version = new Versions().getVersion()[0];
        return new CheckRequest(
                judged,
                environments,
                PolicyCommand.load(policy == null ? path(environment, "WAAG_POLICY_FILE") : policy),
                advisories.isEmpty() ? listed(environment) : advisories,
                given(kev, environment, "WAAG_ADVISORIES_KEV"),
                given(epss, environment, "WAAG_ADVISORIES_EPSS"),
                given(null, environment, "WAAG_ADVISORIES_MAX_AGE").map(CheckCommand::age),
                offline ? Optional.empty() : Optional.of(index(environment)),
                given(null, environment, "WAAG_URL").map(DoctorCommand::uri),
                Optional.ofNullable(python),
                Optional.ofNullable(platform),
                environment,
                cache(environment),
                version.substring(version.indexOf(' ') + 1));
    }

    private static Duration age(String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        "WAAG_ADVISORIES_MAX_AGE is '" + text + "', which is no duration",
                        "",
                        "write 30s, 15m, 12h or 90d"));
    }

    private static @Nullable Path path(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.isBlank() ? null : Path.of(value);
    }

    private static Optional<String> given(@Nullable String option, Map<String, String> environment, String variable) {
        String value = option == null ? environment.getOrDefault(variable, "") : option;
        return value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    private static List<String> listed(Map<String, String> environment) {
        List<String> sources = new ArrayList<>();
        for (String source :
                environment.getOrDefault("WAAG_ADVISORIES_SOURCES", "").split(",", -1)) {
            if (!source.isBlank()) {
                sources.add(source.strip());
            }
        }
        return sources;
    }

    private URI index(Map<String, String> environment) {
        if (index != null) {
            return slashed(DoctorCommand.uri(index));
        }
        String gate = environment.getOrDefault("WAAG_URL", "");
        if (!gate.isBlank()) {
            return slashed(DoctorCommand.uri(gate)).resolve("simple/");
        }
        return slashed(PipSettings.read(environment)
                .map(PipIndex::indexUrl)
                .map(DoctorCommand::uri)
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        "which index?",
                        "neither --index nor WAAG_URL is given, and pip is not here to ask",
                        "name one with --index, or check what can be told without: --offline")));
    }

    private static URI slashed(URI uri) {
        return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
    }

    /** What is kept from run to run: the index of the advisories, and downloads. */
    private static Path cache(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = cache.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(cache);
        return base.resolve("waag").resolve("advisories");
    }

    private String render(CheckReport report, Terminal terminal) {
        return switch (form) {
            case TEXT -> new CheckText(terminal.columns(), output == null && terminal.colour()).render(report);
            case JSON -> CheckJson.render(report);
            case SARIF -> Sarif.render(report);
            case CYCLONEDX -> CycloneDx.render(report);
            case JUNIT -> JUnitXml.render(report);
            case MARKDOWN -> Markdown.render(report);
        };
    }

    private void write(String text) throws IOException {
        if (output != null) {
            Files.writeString(output, text, StandardCharsets.UTF_8);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
