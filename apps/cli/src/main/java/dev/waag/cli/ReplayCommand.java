package dev.waag.cli;

import dev.waag.build.BuildLimits;
import dev.waag.build.BuildRequest;
import dev.waag.build.Replay;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        defaultValueProvider = BuildDefaults.class,
        description = {
            "Builds again what a manifest or a provenance tells of, from the inputs that it names, and compares.",
            "Exit 0: every byte is equal. Exit 1: something is different, and the members that differ are named."
        })
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "EVIDENCE", description = "A build-manifest.json or a .intoto.jsonl.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private Path evidence;

    @Option(names = "--source", paramLabel = "SRC", description = "The project's folder; default: this one.")
    private Path source = Path.of("");

    @Mixin
    private BuildOptions options = new BuildOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(evidence)) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no file " + evidence,
                    "the path is misspelt, or the build wrote elsewhere",
                    "name a build-manifest.json or a .intoto.jsonl that `waag build` wrote");
        }
        Map<String, String> environment = System.getenv();
        BuildRequest request = new BuildRequest(
                source.toAbsolutePath(),
                source,
                true,
                true,
                false,
                Optional.empty(),
                options.index(environment),
                options.limits(BuildLimits.DEFAULT),
                options.sandboxed(),
                false,
                false,
                options.python(),
                environment,
                BuildOptions.version());
        PrintWriter err = spec.commandLine().getErr();
        Replay.Outcome outcome = Replay.run(evidence, request, line -> {
            err.println(line);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        outcome.lines().forEach(out::println);
        out.flush();
        return outcome.equal() ? Exit.OK.code() : Exit.FINDINGS.code();
    }
}
