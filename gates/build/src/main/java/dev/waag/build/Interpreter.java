package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The Python that builds.
 *
 * @param program the real file, behind all links and environments
 * @param prefix the folder that it and its library lie in
 * @param version such as {@code 3.11.7}
 * @param platform such as {@code linux-x86_64}
 * @param pip the folder of its pip package
 */
record Interpreter(
        Path program,
        Path prefix,
        String implementation,
        String version,
        String platform,
        Path pip,
        String pipVersion,
        Sha256 digest) {
    private static final String QUESTION = """
        import importlib.util, json, os, platform, sys, sysconfig
        spec = importlib.util.find_spec("pip")
        pip = os.path.dirname(os.path.realpath(spec.origin)) if spec and spec.origin else ""
        version = ""
        if pip:
            import importlib.metadata
            version = importlib.metadata.version("pip")
        print(json.dumps({"program": os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable), "prefix": sys.base_prefix,
            "implementation": platform.python_implementation(), "version": platform.python_version(), "platform": sysconfig.get_platform(),
            "pip": pip, "pip_version": version}))
        """;

    /** @param named a program, or a name to look for on the PATH; without one {@code python3} */
    static Interpreter find(Optional<String> named, Map<String, String> environment) {
        String program = named.orElse("python3");
        Map<String, String> clean = new LinkedHashMap<>();
        clean.put("PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"));
        clean.put("HOME", environment.getOrDefault("HOME", "/"));
        clean.put("LC_ALL", "C.UTF-8");
        Finished done;
        try {
            done = Processes.run(
                    new Command(
                            List.of(program, "-E", "-s", "-c", QUESTION),
                            clean,
                            Path.of("/"),
                            Duration.ofMinutes(1),
                            1 << 16),
                    new byte[0]);
        } catch (ProcessException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "there is no Python to build with: " + e.getMessage(),
                    "none is on the path, or it lacks pip",
                    "install Python 3.9 or later with pip, or name one with --python");
        }
        if (done.exit() != 0) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    program + " does not tell what it is",
                    done.errText().strip(),
                    "name another with --python");
        }
        JsonNode told = Json.MAPPER.readTree(done.out());
        if (told.path("pip").asString("").isEmpty()) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    program + " has no pip, which resolves and installs build requirements",
                    "the distribution packages it apart",
                    "on Debian: apt-get install python3-pip; or name another Python with --python");
        }
        Path file = Path.of(told.path("program").asString(""));
        try {
            return new Interpreter(
                    file,
                    Path.of(told.path("prefix").asString("")).toRealPath(),
                    told.path("implementation").asString(""),
                    told.path("version").asString(""),
                    told.path("platform").asString(""),
                    Path.of(told.path("pip").asString("")),
                    told.path("pip_version").asString(""),
                    Sha256.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the interpreter cannot be read: " + e.getMessage(),
                    "it is not yours to read, or no regular installation",
                    "name another with --python");
        }
    }

    /** Major and minor: what wheels and markers go by. */
    String series() {
        String[] parts = version.split("\\.");
        return parts.length > 1 ? parts[0] + "." + parts[1] : version;
    }
}
