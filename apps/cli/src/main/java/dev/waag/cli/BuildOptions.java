package dev.waag.cli;

import dev.waag.build.BuildLimits;
import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With what a build is made: the options that {@code build} and {@code replay} share. */
final class BuildOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmgt]?)(i?b)?");

    @Option(
            names = "--index",
            paramLabel = "URL",
            description = "Where build requirements come from: the gate's /simple/; default the gate at $WAAG_URL.")
    private @Nullable String index;

    @Option(names = "--python", paramLabel = "PROGRAM", description = "The Python that builds; default python3.")
    private @Nullable String python;

    @Option(names = "--timeout", paramLabel = "30m", description = "How long the build may take; default 30m.")
    private @Nullable String timeout;

    @Option(names = "--memory", paramLabel = "4g", description = "Memory of all its processes together; default 4g.")
    private @Nullable String memory;

    @Option(names = "--processes", paramLabel = "512", description = "Processes and threads at a time; default 512.")
    private @Nullable Integer processes;

    @Option(names = "--disk", paramLabel = "2g", description = "What it may write; default 2g.")
    private @Nullable String disk;

    @Option(
            names = "--unsafe-no-sandbox",
            description = "Build without a sandbox, with everything on this machine in reach; the evidence says so.")
    private boolean open;

    boolean sandboxed() {
        return !open;
    }

    Optional<String> python() {
        return Optional.ofNullable(python);
    }

    URI index(Map<String, String> environment) {
        String url = index == null ? environment.getOrDefault("WAAG_URL", "") : index;
        if (url.isBlank()) {
            throw new UserException(
                    Exit.USAGE,
                    "through which gate?",
                    "neither --index nor WAAG_URL is given, and build requirements come through a gate",
                    "--index http://127.0.0.1:8080/simple/, the address that `waag serve` prints");
        }
        URI uri = DoctorCommand.uri(url);
        URI slashed = uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
        return index == null ? slashed.resolve("simple/") : slashed;
    }

    BuildLimits limits(BuildLimits otherwise) {
        int most = processes == null ? otherwise.processes() : processes;
        if (most < 1) {
            throw wrong("--processes", Integer.toString(most), "a number above 0");
        }
        return new BuildLimits(
                timeout == null ? otherwise.time() : time(timeout),
                memory == null ? otherwise.memory() : size("--memory", memory),
                most,
                disk == null ? otherwise.disk() : size("--disk", disk));
    }

    private static Duration time(String text) {
        return Durations.parse(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> wrong("--timeout", text, "30s, 15m or 2h"));
    }

    /** Bytes: {@code 512m}, {@code 4g}; units are powers of 1024. */
    static long size(String option, String text) {
        Matcher m = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw wrong(option, text, "512m or 4g");
        }
        long bytes =
                Long.parseLong(m.group(1)) << 10 * " kmgt".indexOf(m.group(2).isEmpty() ? " " : m.group(2));
        if (bytes < 1) {
            throw wrong(option, text, "512m or 4g");
        }
        return bytes;
    }

    private static UserException wrong(String option, String text, String example) {
        return new UserException(
                Exit.USAGE,
                option + " is '" + text + "'",
                "it is not in the form that the option takes",
                "write " + example);
    }

    static String version() throws IOException {
        String version = new Versions().getVersion()[0];
        return version.substring(version.indexOf(' ') + 1);
    }
}
