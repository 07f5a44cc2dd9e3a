package dev.waag.cli;

import dev.waag.check.Check;
import dev.waag.check.CheckRequest;
import dev.waag.check.LockJob;
import dev.waag.check.LockJobs;
import dev.waag.check.Tools;
import dev.waag.core.Exit;
import dev.waag.report.CheckReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag lock}. */
@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description =
                "Makes a project's lock, with hashes, by the project's own tool through the gate, and judges it as check does.")
final class LockCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "The project's folder, or one manifest or lock of it; default: this folder.")
    private Path path = Path.of("");

    @Option(
            names = "--check",
            description =
                    "Leave the lock as it is: make it in a copy of the project, and fail where it comes out otherwise.")
    private boolean check;

    @Mixin
    private ReportOptions reported = new ReportOptions();

    @Mixin
    private JudgeOptions by = new JudgeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        reported.examine();
        Map<String, String> environment = System.getenv();
        PrintWriter err = spec.commandLine().getErr();
        Terminal terminal = Terminal.ofThisProcess();
        List<LockJob> jobs = LockJobs.of(path, environment);
        List<Path> locks = jobs.stream().map(LockJob::lock).toList();
        CheckRequest request = by.request(locks, List.of(), false, environment);
        if (!check) {
            Tools tools = new Tools(environment, request.index());
            for (LockJob job : jobs) {
                tools.run(job.tool(), job.folder(), job.argv(), err::println);
            }
        }
        Check.Outcome outcome;
        try (TerminalProgress progress = new TerminalProgress(err, terminal.errors())) {
            outcome =
                    Check.run(request, new Check.Extras(false, check, err::println), progress, InstantSource.system());
        }
        outcome.warnings().forEach(w -> err.println("waag: advisories: " + w));
        CheckReport report = outcome.report();
        reported.write(report, terminal, spec.commandLine().getOut());
        return report.failing() == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
    }
}
