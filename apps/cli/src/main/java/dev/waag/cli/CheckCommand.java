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
import picocli.CommandLine;
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

    /** A path to judge, as it stands on the command line; whether it is one. */
    boolean path(String text) {
        return paths.add(Path.of(text));
    }

    /** Whether an option may be given more than once. */
    boolean repeats(String option) {
        return switch (option) {
            case "--environment", "--exclude", "--advisories" -> true;
            default -> false;
        };
    }

    /** Sets an option that takes no value; whether it is one. */
    boolean flag(String option) {
        switch (option) {
            case "--offline" -> offline = true;
            case "--fix" -> fix = true;
            case "--write" -> write = true;
            case "--resolve" -> resolve = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Sets an option to a value as it stands on the command line; whether there is such an option and it takes that. */
    boolean set(String option, String value) {
        switch (option) {
            case "--environment" -> environments.add(Path.of(value));
            case "--exclude" -> excluded.add(value);
            default -> {
                return by.set(option, value) || reported.set(option, value);
            }
        }
        return true;
    }

    @Override
    public Integer call() throws IOException {
        CommandLine line = spec.commandLine();
        return run(line.getOut(), line.getErr());
    }

    /** Judges and reports; the exit code. */
    int run(PrintWriter out, PrintWriter err) throws IOException {
        List<Path> judged = paths.isEmpty() && environments.isEmpty() ? List.of(Path.of("")) : paths;
        reported.examine();
        Terminal terminal = Terminal.ofThisProcess();
        CheckRequest request = by.request(judged, excluded, environments, offline, System.getenv());
        Check.Outcome outcome;
        try (TerminalProgress progress = new TerminalProgress(err, terminal.errors())) {
            outcome = Check.run(
                    request, new Check.Extras(fix || write, resolve, err::println), progress, InstantSource.system());
        }
        outcome.warnings().forEach(w -> err.println("waag: advisories: " + w));
        CheckReport report = outcome.report();
        reported.write(report, terminal, out);
        if (fix || write) {
            propose(outcome.plan(), request, reported.text() ? out : err);
        }
        return report.failing() == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    /** After a report that people read; beside one that programs read. */
    private void propose(FixPlan plan, CheckRequest request, PrintWriter to) {
        to.print((reported.text() ? "\n" : "") + plan.text());
        to.flush();
        if (write) {
            plan.write(request.environment(), request.index(), to::println);
        }
        to.flush();
    }
}
