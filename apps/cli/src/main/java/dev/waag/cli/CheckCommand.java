package dev.waag.cli;

import dev.waag.check.Check;
import dev.waag.check.CheckRequest;
import dev.waag.check.FixPlan;
import dev.waag.core.Exit;
import dev.waag.report.CheckReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "A lock, a manifest, a wheel, or a folder; default: this one.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--environment", paramLabel = "DIR", description = "An installed environment.")
    private List<Path> environments = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description =
                    "Pass over files and folders of that name, or path below the folder that is searched; may be repeated.")
    private List<String> excluded = new ArrayList<>();

    @Mixin
    private JudgeOptions by = new JudgeOptions();

    @Option(
            names = "--offline",
            description = "Let nothing leave this machine; rules whose facts the index has are listed as not checked.")
    private boolean offline;

    @Mixin
    private ReportOptions reported = new ReportOptions();

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
        reported.examine();
        Terminal terminal = Terminal.ofThisProcess();
        PrintWriter err = spec.commandLine().getErr();
        CheckRequest request = by.request(judged, excluded, environments, offline, System.getenv());
        Check.Outcome outcome;
        try (TerminalProgress progress = new TerminalProgress(err, terminal.errors())) {
            outcome = Check.run(
                    request, new Check.Extras(fix || write, resolve, err::println), progress, InstantSource.system());
        }
        outcome.warnings().forEach(w -> err.println("waag: advisories: " + w));
        CheckReport report = outcome.report();
        reported.write(report, terminal, spec.commandLine().getOut());
        if (fix || write) {
            propose(outcome.plan(), request);
        }
        return report.failing() == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    /** After a report that people read; beside one that programs read. */
    private void propose(FixPlan plan, CheckRequest request) {
        PrintWriter to = reported.text()
                ? spec.commandLine().getOut()
                : spec.commandLine().getErr();
        to.print((reported.text() ? "\n" : "") + plan.text());
        to.flush();
        if (write) {
            plan.write(request.environment(), request.index(), to::println);
        }
        to.flush();
    }
}
