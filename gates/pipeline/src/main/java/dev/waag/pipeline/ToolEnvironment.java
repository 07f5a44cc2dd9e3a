package dev.waag.pipeline;

import dev.waag.core.Sha256;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python environment with the scanners, every file of it pinned by its hash, made once a version of the lock and kept in the user's
 * cache. It is installed through the gate where there is one, else from the index that pip is set to use.
 */
public final class ToolEnvironment {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int OUTPUT = 64 << 20;
    /** What pip may need to reach an index. */
    private static final List<String> PASSED = List.of(
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "HTTPS_PROXY",
            "HTTP_PROXY",
            "NO_PROXY",
            "https_proxy",
            "http_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE",
            "PIP_CERT",
            "PIP_CLIENT_CERT",
            "PIP_INDEX_URL",
            "PIP_CONFIG_FILE",
            "PIP_NO_INDEX",
            "PIP_FIND_LINKS",
            "XDG_CONFIG_HOME",
            "NETRC");

    private final Path cache;
    private final Map<String, String> environment;
    private final Optional<String> index;

    /**
     * @param cache a folder that is kept
     * @param environment the caller's
     * @param index the {@code /simple/} address to install from; empty: pip's own setting
     */
    public ToolEnvironment(Path cache, Map<String, String> environment, Optional<String> index) {
        this.cache = cache;
        this.environment = environment;
        this.index = index;
    }

    /** It could not be made. */
    static final class Unavailable extends Exception {
        private final String said;

        Unavailable(String message, String said) {
            super(message);
            this.said = said;
        }

        String said() {
            return said;
        }
    }

    /** Its interpreter; the first call on a machine installs. */
    Path python() throws Unavailable {
        String lock = CiInit.resource("tools.txt");
        Path python = Processes.find("python3", environment)
                .or(() -> Processes.find("python", environment))
                .orElseThrow(() -> new Unavailable("the scanners need Python, and there is no python3 on PATH", ""));
        String key = Sha256.of((lock + "\0" + python).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
        Path folder = cache.resolve("tools-" + key);
        Path ready = folder.resolve(".ready");
        Path inside = folder.resolve("bin").resolve("python");
        if (Files.exists(ready)) {
            return inside;
        }
        try {
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("tools-" + key + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                if (held.isValid() && !Files.exists(ready)) {
                    make(python, folder, lock);
                    Files.createFile(ready);
                }
            }
            return inside;
        } catch (IOException e) {
            throw new Unavailable("the scanners cannot be installed: " + e.getMessage(), "");
        }
    }

    private void make(Path python, Path folder, String lock) throws IOException, Unavailable {
        step(List.of(python.toString(), "-m", "venv", "--clear", folder.toString()));
        Path requirements = Files.writeString(folder.resolve("tools.txt"), lock);
        List<String> argv = new ArrayList<>(List.of(
                folder.resolve("bin/python").toString(),
                "-m",
                "pip",
                "--disable-pip-version-check",
                "install",
                "--quiet",
                "--require-hashes",
                "--only-binary",
                ":all:",
                "-r",
                requirements.toString()));
        index.ifPresent(i -> argv.addAll(List.of("--index-url", i)));
        // detect-secrets has a wheel for every platform; so have the others of the lock.
        step(argv);
    }

    private void step(List<String> argv) throws Unavailable {
        Map<String, String> passed = new HashMap<>();
        PASSED.stream().filter(environment::containsKey).forEach(n -> passed.put(n, environment.get(n)));
        try {
            Finished done = Processes.run(new Command(argv, passed, cache, PATIENCE, OUTPUT), new byte[0]);
            if (done.exit() != 0) {
                throw new Unavailable("the scanners cannot be installed: " + lastLine(done.errText()), done.errText());
            }
        } catch (ProcessException e) {
            throw new Unavailable("the scanners cannot be installed: " + e.getMessage(), "");
        }
    }

    private static String lastLine(String text) {
        return dev.waag.core.Secrets.mask(
                text.lines().filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("pip failed"));
    }

    /** The version that the lock has of a tool. */
    static String version(String tool) {
        return CiInit.resource("tools.txt")
                .lines()
                .filter(l -> l.startsWith(tool + "=="))
                .findFirst()
                .map(l -> l.substring(tool.length() + 2).replaceFirst("[\\s\\\\;].*", ""))
                .orElse("");
    }
}
