package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.pipeline.CiInit;
import dev.waag.pipeline.CiLint;
import dev.waag.pipeline.CiReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag ci}: workflows that are safe by construction, and an audit of those that are there. */
@Command(
        name = "ci",
        mixinStandardHelpOptions = true,
        description = "Audits CI workflows, and writes ones that pass.",
        subcommands = {CiCommand.Lint.class, CiCommand.Init.class})
final class CiCommand implements Runnable {
    /** In what form the report is. */
    enum Form {
        TEXT,
        JSON,
        SARIF
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which? `lint` or `init`");
    }

    /** {@code waag ci lint}. */
    @Command(
            name = "lint",
            mixinStandardHelpOptions = true,
            description = "Audits the workflows of GitHub and GitLab and the composite actions of a project.")
    static final class Lint implements Callable<Integer> {
        @Parameters(
                arity = "0..1",
                paramLabel = "PATH",
                description = "The project's folder, or one workflow; default: this folder.")
        private Path path = Path.of(".");

        @Option(names = "--url", paramLabel = "URL", description = "The gate; default $WAAG_URL.")
        private @Nullable String url;

        @Option(names = "--format", paramLabel = "text|json|sarif")
        private Form form = Form.TEXT;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            String gate = url == null ? System.getenv().getOrDefault("WAAG_URL", "") : url;
            Optional<URI> at = gate.isBlank() ? Optional.empty() : Optional.of(DoctorCommand.uri(gate));
            CiReport report = CiLint.run(path, at, new Versions().getVersion()[0].replace("waag ", ""));
            PrintWriter out = spec.commandLine().getOut();
            out.print(
                    switch (form) {
                        case TEXT -> report.text();
                        case JSON -> report.json();
                        case SARIF -> report.sarif();
                    });
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            if (form != Form.TEXT) {
                report.unreadable()
                        .forEach(u -> err.println("waag: " + u.file() + ": could not be read: " + u.message()));
            }
            if (!report.unreadable().isEmpty()) {
                return Exit.INCOMPLETE.code();
            }
            return report.findings().isEmpty() ? Exit.OK.code() : Exit.FINDINGS.code();
        }
    }

    /** {@code waag ci init}. */
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description =
                    "Writes workflows for GitHub and GitLab that run the stages with least permissions; overwrites nothing.")
    static final class Init implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "PATH", description = "The project's folder; default: this folder.")
        private Path path = Path.of("");

        @Option(names = "--github", description = "Only GitHub's.")
        private boolean github;

        @Option(names = "--gitlab", description = "Only GitLab's.")
        private boolean gitlab;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec spec;

        @Override
        public Integer call() {
            boolean both = github == gitlab;
            PrintWriter out = spec.commandLine().getOut();
            CiInit.write(path, both || github, both || gitlab).forEach(f -> out.println("wrote " + f));
            out.flush();
            return Exit.OK.code();
        }
    }
}
