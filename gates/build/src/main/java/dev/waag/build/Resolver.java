package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Secrets;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Chooses the wheels that build, with the interpreter's own pip through the gate, as of the commit's time: what was uploaded later is passed over, so that an
 * old commit is locked to what its authors could have had.
 */
final class Resolver {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MAX = 64 << 20;
    private static final int ROUNDS = 12;

    private final Interpreter python;
    private final GateIndex index;
    private final Path scratch;
    private final Map<String, String> environment;
    private final Consumer<String> told;

    /** @param scratch a folder of ours */
    Resolver(
            Interpreter python, GateIndex index, Path scratch, Map<String, String> environment, Consumer<String> told) {
        this.python = python;
        this.index = index;
        this.scratch = scratch;
        this.environment = Map.copyOf(environment);
        this.told = told;
    }

    private static final Pattern NOT_FOUND = Pattern.compile("No matching distribution found for (.+)");
    /** Of a list of versions that pip prints, the first few. */
    private static final Pattern VERSIONS = Pattern.compile("(\\(from versions: .{100}[^,)]*)[^)]*(?=\\))");

    /**
     * The wheels for these requirements and all that they need.
     *
     * @param at what was uploaded after this is passed over where something older will do; empty for the newest
     * @throws UserException (findings) where the gate refuses what is needed, or nothing fits
     */
    List<LockedInput> resolve(Collection<String> requirements, Optional<Instant> at) {
        if (requirements.isEmpty()) {
            return List.of();
        }
        Map<String, String> constraints = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Finished done = pip(requirements, constraints);
            if (done.exit() != 0 && !constraints.isEmpty()) {
                told.accept("Nothing of the commit's time fits the requirements: the newest releases are taken.");
                return resolve(requirements, Optional.empty());
            }
            List<LockedInput> inputs = read(done);
            int before = constraints.size();
            at.ifPresent(t -> inputs.forEach(
                    i -> notAfter(t, i).ifPresent(c -> constraints.put(i.name().toString(), c))));
            if (constraints.size() == before) {
                return inputs;
            }
        }
        throw new UserException(
                Exit.INCOMPLETE,
                "the build requirements do not settle as of the commit's time",
                "what backends ask for while they are resolved changes each time",
                "try again, or pin them in [build-system] requires");
    }

    /** A constraint to the newest version that was there at a time, where the chosen one was not. */
    private Optional<String> notAfter(Instant time, LockedInput input) {
        List<SimpleFile> files = index.page(input.name()).map(SimplePage::files).orElse(List.of());
        boolean later = files.stream()
                .anyMatch(f -> f.filename().equals(input.filename())
                        && f.uploadTime().filter(time::isBefore).isPresent());
        if (!later) {
            return Optional.empty();
        }
        return files.stream()
                .filter(f -> f.filename().endsWith(".whl")
                        && f.yanked().isEmpty()
                        && f.uploadTime().filter(t -> !time.isBefore(t)).isPresent())
                .map(f -> Version.parse(
                        DistributionName.parse(f.filename(), input.name()).version()))
                .flatMap(Optional::stream)
                .filter(v -> !v.isPrerelease())
                .max(Comparator.naturalOrder())
                .map(v -> input.name() + "<=" + v);
    }

    private Finished pip(Collection<String> requirements, Map<String, String> constraints) {
        List<String> argv = new ArrayList<>(List.of(
                python.program().toString(),
                "-E",
                "-s",
                python.pip().resolve("__pip-runner__.py").toString(),
                "install",
                "--dry-run",
                "--ignore-installed",
                "--quiet",
                "--report",
                "-",
                "--only-binary",
                ":all:",
                "--no-cache-dir",
                "--no-input",
                "--disable-pip-version-check",
                "--index-url",
                index.uri().toString()));
        try {
            if (!constraints.isEmpty()) {
                Path file = scratch.resolve("constraints.txt");
                Files.writeString(file, String.join("\n", constraints.values()) + "\n");
                argv.addAll(List.of("--constraint", file.toString()));
            }
            argv.add("--");
            argv.addAll(requirements);
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("PATH", "/usr/bin:/bin");
            variables.put("HOME", scratch.toString());
            variables.put("LC_ALL", "C.UTF-8");
            variables.put("PIP_CONFIG_FILE", "/dev/null");
            for (String passed : List.of(
                    "SSL_CERT_FILE",
                    "PIP_CERT",
                    "REQUESTS_CA_BUNDLE",
                    "NO_PROXY",
                    "no_proxy",
                    "HTTPS_PROXY",
                    "https_proxy",
                    "HTTP_PROXY",
                    "http_proxy")) {
                Optional.ofNullable(environment.get(passed)).ifPresent(v -> variables.put(passed, v));
            }
            Finished done = Processes.run(new Command(argv, variables, scratch, PATIENCE, MAX), new byte[0]);
            if (done.exit() != 0 && constraints.isEmpty()) {
                throw unresolved(requirements, Secrets.mask(done.errText().strip()));
            }
            return done;
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the build requirements cannot be resolved: " + e.getMessage(),
                    e instanceof ProcessException ? "pip did not run to its end" : "",
                    "try again");
        }
    }

    private UserException unresolved(Collection<String> requirements, String said) {
        // an index that cannot be asked has refused nothing
        requirements.forEach(r -> ProjectName.parse(PyProject.nameOf(r)).ifPresent(index::page));
        List<String> causes = new ArrayList<>();
        Stream<String> lacking = NOT_FOUND.matcher(said).results().map(m -> m.group(1));
        lacking.map(PyProject::nameOf)
                .distinct()
                .flatMap(n -> ProjectName.parse(n).stream())
                .forEach(n -> causes.add(state(n)));
        causes.add(
                said.isEmpty()
                        ? "pip does not say why"
                        : Tail.of(VERSIONS.matcher(said).replaceAll("$1…"), 12));
        return new UserException(
                Exit.FINDINGS,
                "the build requirements " + String.join(", ", requirements) + " cannot be resolved through "
                        + Secrets.mask(index.uri().toString()),
                String.join("\n    ", causes),
                "require what the gate allows and what has a wheel; or have the refusal waived");
    }

    /** What the index says of a project of which pip found nothing to install; a gate marks what it refuses as yanked, with the reason. */
    private String state(ProjectName name) {
        Optional<SimplePage> page = index.page(name);
        if (page.isEmpty()) {
            return name + ": the index has no such project";
        }
        List<SimpleFile> wheels = page.get().files().stream()
                .filter(f -> f.filename().endsWith(".whl"))
                .toList();
        if (wheels.isEmpty()) {
            return name + ": it has no wheel, and builds install wheels only";
        }
        List<SimpleFile> refused =
                wheels.stream().filter(f -> f.yanked().isPresent()).toList();
        return refused.isEmpty()
                ? name + ": none of its " + wheels.size() + " wheels fits the requirement and this Python"
                : name + ": " + refused.size() + " of its " + wheels.size() + " wheels are refused; "
                        + refused.getLast().filename() + ": "
                        + refused.getLast().yanked().orElse("");
    }

    private static List<LockedInput> read(Finished done) {
        try {
            List<LockedInput> inputs = new ArrayList<>();
            for (JsonNode item : Json.MAPPER.readTree(done.out()).path("install")) {
                JsonNode from = item.path("download_info");
                String url = from.path("url").asString("");
                String filename = java.net.URLDecoder.decode(
                        url.substring(url.lastIndexOf('/') + 1).replaceFirst("[#?].*", ""),
                        java.nio.charset.StandardCharsets.UTF_8);
                Sha256 digest = Sha256.parse(from.path("archive_info")
                                .path("hashes")
                                .path("sha256")
                                .asString(""))
                        .orElseThrow(() -> new UserException(
                                Exit.FINDINGS,
                                "the index gives no SHA-256 for " + filename,
                                "it is not a gate, or passes on what has none",
                                "build through a gate: --index"));
                WheelName wheel = WheelName.parse(filename)
                        .orElseThrow(() -> new UserException(
                                Exit.FINDINGS,
                                filename + " is no wheel",
                                "a requirement names a URL",
                                "name a release instead"));
                ProjectName name = wheel.project();
                inputs.add(new LockedInput(
                        name, item.path("metadata").path("version").asString(wheel.version()), filename, digest));
            }
            return inputs;
        } catch (JacksonException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "pip's report cannot be read: " + Json.why(e),
                    "it is older than 23.1",
                    "have a newer pip in the Python that builds");
        }
    }
}
