package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.doctor.Doctor;
import dev.waag.doctor.DoctorRender;
import dev.waag.doctor.DoctorReport;
import dev.waag.doctor.DoctorRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Finds client settings that bypass the gate: in a folder's files, in the environment and in the clients' own configuration.")
final class DoctorCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = ".",
            description = "The project's folder; default: this one.")
    private Path path = Path.of(".");

    @Option(names = "--url", paramLabel = "URL", description = "The gate; default $WAAG_URL.")
    private @Nullable String url;

    @Option(names = "--format", paramLabel = "text|json")
    private Formats format = Formats.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = System.getenv();
        if (!Files.exists(path)) {
            throw new UserException(
                    Exit.USAGE, "there is no " + path, "the path is wrong", "name a folder with a project");
        }
        String gate = url == null ? environment.getOrDefault("WAAG_URL", "") : url;
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        DoctorReport report = Doctor.examine(
                new DoctorRequest(path, gate.isBlank() ? Optional.empty() : Optional.of(uri(gate)), environment, home));
        PrintWriter out = spec.commandLine().getOut();
        out.println((format == Formats.JSON ? DoctorRender.json(report) : DoctorRender.text(report, false)).strip());
        out.flush();
        if (!report.findings().isEmpty()) {
            return Exit.FINDINGS.code();
        }
        return report.unreadable().isEmpty() ? Exit.OK.code() : Exit.INCOMPLETE.code();
    }

    static URI uri(String text) {
        try {
            URI uri = URI.create(text.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below, as for every other text that is no URL
        }
        throw new UserException(
                Exit.USAGE,
                "'" + Secrets.mask(text) + "' is no http or https URL",
                "the scheme is missing, or it is another kind of address",
                "name the gate's address, such as http://127.0.0.1:8080");
    }
}
