package dev.waag.cli;

import dev.waag.check.CheckRequest;
import dev.waag.check.Inspect;
import dev.waag.check.InspectRequest;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
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
                "Tells what wheels and sdists hold and what they can do, without running any of it, and what the policy says of them.")
final class InspectCommand implements Callable<Integer> {
    /** In what form the report is. */
    enum Form {
        TEXT,
        JSON,
        SARIF
    }

    @Parameters(
            paramLabel = "TARGET",
            arity = "1..*",
            description =
                    "A file, a folder of files, or NAME==VERSION, which is fetched from the index. Of several, JSON is one object a line.")
    private List<String> targets = new ArrayList<>();

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
        List<String> named = InspectTargets.of(targets);
        if (against != null && named.size() > 1) {
            throw new UserException(
                    Exit.USAGE,
                    "--against compares one distribution, and " + named.size() + " are named",
                    "which of them it is to be held against cannot be told",
                    "name one");
        }
        boolean here = (against == null || Files.isRegularFile(Path.of(against)))
                && named.stream().allMatch(t -> Files.isRegularFile(Path.of(t)));
        CheckRequest with = by(here);
        PrintWriter out = spec.commandLine().getOut();
        InspectTally tally = new InspectTally(
                form,
                named.size() == 1,
                Terminal.ofThisProcess(),
                out,
                spec.commandLine().getErr());
        InspectTargets.each(
                named,
                t -> Inspect.run(new InspectRequest(t, Optional.ofNullable(against), with), InstantSource.system()),
                tally);
        return tally.end().code();
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
}
