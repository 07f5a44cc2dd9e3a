package dev.waag.cli;

import dev.waag.alert.Alerts;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.keys.Keys;
import dev.waag.pipeline.PipelineRun;
import dev.waag.pipeline.RunReport;
import dev.waag.pipeline.RunSarif;
import dev.waag.pipeline.RunText;
import dev.waag.pipeline.StageResult;
import dev.waag.server.ConfigReader;
import dev.waag.server.ServerConfig;
import dev.waag.sign.Signer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Runs the stages of waag-pipeline.toml in order, each on what the stages before it signed; the first failure halts the line.")
final class RunCommand implements Callable<Integer> {
    /** In what form the report is. */
    enum Form {
        TEXT,
        JSON,
        JUNIT,
        SARIF
    }

    @Parameters(arity = "0..*", paramLabel = "STAGE", description = "Stages to run; default: all.")
    private List<String> stages = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE", description = "The stages; default: waag-pipeline.toml.")
    private Path file = Path.of("waag-pipeline.toml");

    @Option(names = "--format", paramLabel = "text|json|junit|sarif")
    private Form form = Form.TEXT;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the report there.")
    private @Nullable Path output;

    @Option(
            names = "--baseline",
            paramLabel = "FILE.sarif",
            description = "Findings that this SARIF has too do not fail a stage.")
    private @Nullable Path baseline;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder, whose key signs the links.")
    private @Nullable Path data;

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description = "Sign with the key of that name; default: the folder's own for pipelines.")
    private @Nullable String key;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = System.getenv();
        Map<String, String> options = new HashMap<>();
        if (data != null) {
            options.put("data", data.toString());
        }
        ServerConfig config = ConfigReader.read(new ConfigReader.Options(Optional.empty(), options), environment);
        PrintWriter err = spec.commandLine().getErr();
        Set<String> known = baseline == null ? Set.of() : RunSarif.fingerprints(baseline);
        RunReport report;
        try (Alerts alerts = new Alerts(config.alerts(), environment, InstantSource.system())) {
            report = PipelineRun.run(
                    file,
                    stages,
                    new PipelineRun.Setting(
                            signer(config),
                            RunKinds.all(config.data(), environment),
                            environment,
                            alerts,
                            InstantSource.system(),
                            line -> {
                                err.println("waag: " + line);
                                err.flush();
                            },
                            known));
        }
        report.failed().ifPresent(s -> told(report, s, err));
        write(
                switch (form) {
                    case TEXT -> RunText.text(report);
                    case JSON -> RunText.json(report);
                    case JUNIT -> RunText.junit(report);
                    case SARIF -> RunSarif.render(report, baseline != null);
                });
        return report.exit().code();
    }

    private Supplier<Signer> signer(ServerConfig config) {
        Keys keys = Keys.open(config.data(), InstantSource.system());
        return () -> key == null ? keys.own("pipeline") : keys.signer(key);
    }

    private static void told(RunReport report, StageResult failed, PrintWriter err) {
        err.print(RunText.said(failed));
        err.println("waag: " + failed.message());
        if (failed.outcome() == StageResult.Outcome.REFUSED) {
            err.println("  cause: what it is given is not what the stages before it made and signed");
            err.println("  to do: find out what came between them, then run the line from its beginning: waag run");
        } else {
            err.println("  cause: "
                    + (failed.said().isBlank() ? "its program, or what it declares" : "its own words, above, tell"));
            String left = report.stages().stream()
                    .filter(s -> s.outcome() != StageResult.Outcome.PASS)
                    .map(StageResult::name)
                    .collect(Collectors.joining(" "));
            err.println("  to do: mend it, and go on from there: waag run " + left);
        }
        err.flush();
    }

    private void write(String text) throws IOException {
        if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(text);
            out.flush();
            return;
        }
        try {
            Files.writeString(output, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the report cannot be written to " + output + ": " + e.getMessage(),
                    "the folder is missing or not yours to write, or the disk is full",
                    "name another file with -o");
        }
    }
}
