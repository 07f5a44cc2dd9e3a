package dev.waag.cli;

import dev.waag.check.CheckRequest;
import dev.waag.check.Inspect;
import dev.waag.check.InspectRequest;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.report.Finding;
import dev.waag.report.InspectJson;
import dev.waag.report.InspectReport;
import dev.waag.report.InspectText;
import dev.waag.report.RuleText;
import dev.waag.report.Sarif;
import dev.waag.report.ToolRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag inspect}. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Tells what a wheel or an sdist holds and what it can do, without running any of it, and what the policy says of it.")
final class InspectCommand implements Callable<Integer> {
    /** In what form the report is. */
    enum Form {
        TEXT,
        JSON,
        SARIF
    }

    @Parameters(paramLabel = "TARGET", description = "A file, or NAME==VERSION, which is fetched from the index.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private String target;

    @Option(
            names = "--against",
            paramLabel = "OLDER",
            description = "Say what is new against this one: a file, NAME==VERSION, or a version.")
    private @Nullable String against;

    @Mixin
    private JudgeOptions by = new JudgeOptions();

    @Option(
            names = "--offline",
            description = "Let nothing leave this machine; rules whose facts the index has are not asked.")
    private boolean offline;

    @Option(names = "--format", paramLabel = "text|json|sarif")
    private Form form = Form.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        boolean here =
                Files.isRegularFile(Path.of(target)) && (against == null || Files.isRegularFile(Path.of(against)));
        InspectRequest request = new InspectRequest(target, Optional.ofNullable(against), by(here));
        InspectReport report = Inspect.run(request, InstantSource.system());
        Terminal terminal = Terminal.ofThisProcess();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (form) {
                    case TEXT -> new InspectText(terminal.columns(), terminal.colour()).render(report);
                    case JSON -> InspectJson.render(report);
                    case SARIF -> Sarif.render(List.of(run(report)));
                });
        out.flush();
        return report.allowed() ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    /** A file that lies here needs no index, so it does not matter whether one can be found. */
    private CheckRequest by(boolean here) throws IOException {
        try {
            return by.request(List.of(), List.of(), offline, System.getenv());
        } catch (UserException e) {
            if (!here || offline) {
                throw e;
            }
            return by.request(List.of(), List.of(), true, System.getenv());
        }
    }

    /** A finding fails where its rule is a reason of the refusal. */
    private static ToolRun run(InspectReport report) {
        List<Finding> findings = new ArrayList<>();
        for (InspectReport.Found f : report.findings()) {
            String action = report.reasons().stream()
                    .filter(r -> r.rule().equals(f.rule()))
                    .map(InspectReport.Reason::action)
                    .findFirst()
                    .orElse("warn");
            findings.add(Finding.builder(f.rule(), f.severity(), action)
                    .of(report.project(), report.version())
                    .at(f.file().isEmpty() ? report.filename() : report.filename() + "/" + f.file(), f.line())
                    .message(f.evidence().isEmpty() ? f.message() : f.message() + ": " + f.evidence())
                    .build());
        }
        for (InspectReport.Reason r : report.reasons()) {
            if (report.findings().stream().noneMatch(f -> f.rule().equals(r.rule()))) {
                findings.add(Finding.builder(r.rule(), r.severity(), r.action())
                        .of(report.project(), report.version())
                        .at(report.filename(), 0)
                        .message(r.message())
                        .help(r.help())
                        .build());
            }
        }
        return new ToolRun("waag inspect", report.toolVersion(), List.<RuleText>of(), findings, report.filename());
    }
}
