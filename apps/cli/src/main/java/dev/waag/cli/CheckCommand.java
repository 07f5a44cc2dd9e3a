package dev.waag.cli;

import dev.waag.check.Check;
import dev.waag.check.CheckRequest;
import dev.waag.check.FixPlan;
import dev.waag.core.Exit;
import dev.waag.report.CheckJson;
import dev.waag.report.CheckReport;
import dev.waag.report.CheckText;
import dev.waag.report.CycloneDx;
import dev.waag.report.JUnitXml;
import dev.waag.report.Markdown;
import dev.waag.report.Sarif;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private JudgeOptions by = new JudgeOptions();

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

    @Option(
            names = "--resolve",
            description =
                    "Make each lock again in a copy of the project, with the project's own tool, and report what differs.")
    private boolean resolve;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Path> judged = paths.isEmpty() && environments.isEmpty() ? List.of(Path.of("")) : paths;
        Terminal terminal = Terminal.ofThisProcess();
        PrintWriter err = spec.commandLine().getErr();
        CheckRequest request = by.request(judged, environments, offline, System.getenv());
        Check.Outcome outcome;
        try (TerminalProgress progress = new TerminalProgress(err, terminal.errors())) {
            outcome = Check.run(
                    request, new Check.Extras(fix || write, resolve, err::println), progress, InstantSource.system());
        }
        outcome.warnings().forEach(w -> err.println("waag: advisories: " + w));
        CheckReport report = outcome.report();
        write(render(report, terminal));
        if (fix || write) {
            propose(outcome.plan(), request);
        }
        return report.failing() == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    /** After a report that people read; beside one that programs read. */
    private void propose(FixPlan plan, CheckRequest request) {
        PrintWriter to = form == Form.TEXT
                ? spec.commandLine().getOut()
                : spec.commandLine().getErr();
        to.print((form == Form.TEXT && output == null ? "\n" : "") + plan.text());
        to.flush();
        if (write) {
            plan.write(request.environment(), request.index(), to::println);
        }
        to.flush();
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
