package dev.waag.cli;

import dev.waag.alert.Alert;
import dev.waag.alert.AlertSettings;
import dev.waag.alert.Alerts;
import dev.waag.alert.Delivery;
import dev.waag.attest.Statement;
import dev.waag.build.Build;
import dev.waag.build.BuildLimits;
import dev.waag.build.BuildRequest;
import dev.waag.build.Sealer;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.server.ConfigReader;
import dev.waag.sign.Dsse;
import dev.waag.sign.Signer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag build}. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        defaultValueProvider = BuildDefaults.class,
        description = {
            "Builds a project's sdist, and its wheel from that sdist, in a sandbox without a network, from inputs that"
                    + " came through the gate and are locked by hash.",
            "Writes the distributions, the signed provenance and bill of materials of each, and build-manifest.json."
        })
final class BuildCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "SRC", description = "The project's folder; default: this one.")
    private Path folder = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where the files go; default SRC/dist.")
    private @Nullable Path out;

    @Option(names = "--sdist", description = "Only the sdist.")
    private boolean sdist;

    @Option(names = "--wheel", description = "Only the wheel, which is built from an sdist all the same.")
    private boolean wheel;

    @Option(
            names = "--verify-reproducible",
            description =
                    "Build again under other conditions, compare, and explain what differs; exit 1 where something"
                            + " does.")
    private boolean verify;

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description =
                    "A build that is known to be good: drift from it that no commit explains ends this one with exit"
                            + " 1.")
    private @Nullable Path baseline;

    @Option(names = "--relock", description = "Make waag-build.lock anew.")
    private boolean relock;

    @Option(names = "--embed-sbom", description = "Put the bill of materials into the wheel too (PEP 770).")
    private boolean embedSbom;

    @Mixin
    private BuildOptions options = new BuildOptions();

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description = "The key that signs; default Waag's own for builds, made at first use.")
    private @Nullable String key;

    @Mixin
    private KeyOptions ring = new KeyOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = System.getenv();
        PrintWriter err = spec.commandLine().getErr();
        BuildRequest request = new BuildRequest(
                folder,
                out == null ? folder.resolve("dist") : out,
                sdist || !wheel,
                wheel || !sdist,
                verify,
                Optional.ofNullable(baseline),
                options.index(environment),
                options.limits(BuildLimits.DEFAULT),
                options.sandboxed(),
                embedSbom,
                relock,
                options.python(),
                environment,
                BuildOptions.version());
        InstantSource clock = InstantSource.system();
        // read before anything is built, so that a wrong configuration is known early
        AlertSettings alerts = baseline == null ? AlertSettings.NONE : alerts(environment);
        Build.Outcome outcome = Build.run(request, sealer(clock), clock, line -> {
            err.println(line);
            err.flush();
        });
        if (!outcome.drift().isEmpty()) {
            tell(outcome.drift(), alerts, environment, clock, err);
            throw new UserException(
                    Exit.FINDINGS,
                    "the build has drifted from its baseline:\n    " + String.join("\n    ", outcome.drift()),
                    "something else than a commit changed since the baseline was built",
                    "find out what, and who; where it is meant, build a new baseline without --baseline");
        }
        PrintWriter output = spec.commandLine().getOut();
        outcome.files().forEach(output::println);
        output.flush();
        return outcome.reproducible() ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    private AlertSettings alerts(Map<String, String> environment) {
        Map<String, String> options = Map.of("data", ring.dataFolder().toString());
        return ConfigReader.read(new ConfigReader.Options(Optional.empty(), options), environment)
                .alerts();
    }

    private void tell(
            List<String> drift,
            AlertSettings settings,
            Map<String, String> environment,
            InstantSource clock,
            PrintWriter err) {
        String project = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        try (Alerts alerts = new Alerts(settings, environment, clock)) {
            Delivery delivery = alerts.send(new Alert(
                    "build-drift",
                    clock.instant(),
                    project,
                    "the build of " + project + " has drifted from its baseline",
                    Map.of("drift", String.join("\n", drift))));
            if (delivery instanceof Delivery.Failed f) {
                err.println("the alert could not be sent: " + f.reason());
            }
        }
    }

    /** The key is asked for before anything is built, so that a wrong one is known early. */
    private Sealer sealer(InstantSource clock) {
        Signer signer = ring.signer(key, "build", clock, spec.commandLine().getErr());
        return statement -> Dsse.sign(Statement.PAYLOAD_TYPE, statement, signer).toJson();
    }
}
