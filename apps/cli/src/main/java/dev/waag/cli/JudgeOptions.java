package dev.waag.cli;

import dev.waag.check.CheckRequest;
import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.PipIndex;
import dev.waag.process.PipSettings;
import dev.waag.server.ConfigReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** By what a project's dependencies are judged: the options that {@code check} and {@code lock} share. */
final class JudgeOptions {
    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Policy file; default $WAAG_POLICY_FILE, else that of --config, else that of the gate (--url), else that of the data folder's waag.toml, else the default pack.")
    private @Nullable Path policy;

    @Option(
            names = "--advisories",
            paramLabel = "SOURCE",
            description =
                    "OSV records: a folder, a .zip, or the URL of one; may be repeated. Default $WAAG_ADVISORIES_SOURCES (with commas between), else those of waag.toml, else what the index itself knows.")
    private List<String> advisories = new ArrayList<>();

    @Option(
            names = "--kev",
            paramLabel = "SOURCE",
            description =
                    "The catalogue of known exploited vulnerabilities: a file or URL; default $WAAG_ADVISORIES_KEV.")
    private @Nullable String kev;

    @Option(
            names = "--epss",
            paramLabel = "SOURCE",
            description = "The list of exploit probabilities: a file or URL; default $WAAG_ADVISORIES_EPSS.")
    private @Nullable String epss;

    @Option(
            names = "--index",
            paramLabel = "URL",
            description =
                    "The index to ask for facts; default the gate at $WAAG_URL, else waag.toml's upstream, else pip's own.")
    private @Nullable String index;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "A running gate, whose policy, waivers and index count where none are named; default $WAAG_URL. Where reading needs a token: $WAAG_TOKEN.")
    private @Nullable String url;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The waag.toml whose policy, advisories and upstream count where no option and no variable names others; default the data folder's, where it has one.")
    private @Nullable Path config;

    @Option(names = "--python", paramLabel = "3.11", description = "The version of Python that is checked for.")
    private @Nullable String python;

    @Option(
            names = "--platform",
            paramLabel = "linux_x86_64",
            description = "The platform that is checked for, as a wheel's tag names it.")
    private @Nullable String platform;

    /** Sets an option to a value as it stands on the command line; whether there is such an option. */
    boolean set(String option, String value) {
        switch (option) {
            case "--policy" -> policy = Path.of(value);
            case "--advisories" -> advisories.add(value);
            case "--kev" -> kev = value;
            case "--epss" -> epss = value;
            case "--index" -> index = value;
            case "--url" -> url = value;
            case "--config" -> config = Path.of(value);
            case "--python" -> python = value;
            case "--platform" -> platform = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    CheckRequest request(List<Path> paths, List<Path> environments, boolean offline, Map<String, String> environment)
            throws IOException {
        return request(paths, List.of(), environments, offline, environment);
    }

    CheckRequest request(
            List<Path> paths,
            List<String> excluded,
            List<Path> environments,
            boolean offline,
            Map<String, String> variables)
            throws IOException {
        Map<String, String> environment = withGate(variables);
        String version = new Versions().getVersion()[0];
        Map<String, String> settings = settings(environment);
        Path file = policy == null ? path(config == null ? environment : settings, "WAAG_POLICY_FILE") : policy;
        Optional<URI> gate = given(null, environment, "WAAG_URL").map(DoctorCommand::uri);
        boolean ofGate = file == null && !offline && gate.isPresent();
        Path named = file == null && !ofGate ? path(settings, "WAAG_POLICY_FILE") : file;
        return new CheckRequest(
                paths,
                excluded,
                environments,
                ofGate ? GatePolicy.of(gate.get(), environment) : PolicyCommand.load(named),
                named != null,
                advisories.isEmpty() ? listed(settings, "WAAG_ADVISORIES_SOURCES") : advisories,
                given(kev, settings, "WAAG_ADVISORIES_KEV"),
                given(epss, settings, "WAAG_ADVISORIES_EPSS"),
                given(null, settings, "WAAG_ADVISORIES_MAX_AGE").map(JudgeOptions::age),
                offline ? Optional.empty() : Optional.of(index(settings)),
                gate,
                Optional.ofNullable(python),
                Optional.ofNullable(platform),
                listed(settings, "WAAG_CLAIM_PROJECTS"),
                environment,
                cache(environment),
                version.substring(version.indexOf(' ') + 1));
    }

    private Map<String, String> withGate(Map<String, String> environment) {
        if (url == null) {
            return environment;
        }
        Map<String, String> all = new HashMap<>(environment);
        all.put("WAAG_URL", url);
        return all;
    }

    /** The variables, with what waag.toml says where they do not. */
    private Map<String, String> settings(Map<String, String> environment) {
        Path file = config == null ? KeyOptions.defaultFolder(environment).resolve("waag.toml") : config;
        if (config == null && !Files.isRegularFile(file)) {
            return environment;
        }
        ConfigReader.Judging said = ConfigReader.judging(file, environment);
        Map<String, String> settings = new HashMap<>(environment);
        said.policy().ifPresent(p -> settings.put("WAAG_POLICY_FILE", p.toString()));
        if (!said.advisories().isEmpty()) {
            settings.put("WAAG_ADVISORIES_SOURCES", String.join(",", said.advisories()));
        }
        if (!said.claimed().isEmpty()) {
            settings.put("WAAG_CLAIM_PROJECTS", String.join(",", said.claimed()));
        }
        said.kev().ifPresent(k -> settings.put("WAAG_ADVISORIES_KEV", k));
        said.epss().ifPresent(e -> settings.put("WAAG_ADVISORIES_EPSS", e));
        said.maxAge().ifPresent(a -> settings.put("WAAG_ADVISORIES_MAX_AGE", a.toSeconds() + "s"));
        said.upstream().ifPresent(u -> settings.put("WAAG_UPSTREAM_URL", u.toString()));
        return settings;
    }

    private static Duration age(String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        "WAAG_ADVISORIES_MAX_AGE is '" + text + "', which is no duration",
                        "the unit is missing, or none of s, m, h and d",
                        "write 30s, 15m, 12h or 90d"));
    }

    private static @Nullable Path path(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.isBlank() ? null : Path.of(value);
    }

    private static Optional<String> given(@Nullable String option, Map<String, String> environment, String variable) {
        String value = option == null ? environment.getOrDefault(variable, "") : option;
        return value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    private static List<String> listed(Map<String, String> environment, String variable) {
        List<String> sources = new ArrayList<>();
        for (String source : environment.getOrDefault(variable, "").split(",", -1)) {
            if (!source.isBlank()) {
                sources.add(source.strip());
            }
        }
        return sources;
    }

    private URI index(Map<String, String> environment) {
        if (index != null) {
            return slashed(DoctorCommand.uri(index));
        }
        String gate = environment.getOrDefault("WAAG_URL", "");
        if (!gate.isBlank()) {
            return slashed(DoctorCommand.uri(gate)).resolve("simple/");
        }
        String upstream = environment.getOrDefault("WAAG_UPSTREAM_URL", "");
        if (!upstream.isBlank()) {
            return slashed(DoctorCommand.uri(upstream));
        }
        return slashed(PipSettings.read(environment)
                .map(PipIndex::indexUrl)
                .map(DoctorCommand::uri)
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        "which index?",
                        "neither --index nor WAAG_URL is given, and pip is not here to ask",
                        "name one with --index, or let check tell what it can without: --offline")));
    }

    private static URI slashed(URI uri) {
        return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
    }

    /** What is kept from run to run: the index of the advisories, and downloads. */
    private static Path cache(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = cache.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(cache);
        return base.resolve("waag").resolve("advisories");
    }
}
