package dev.waag.process;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks pip itself which index it is set to use, so that every one of its files and variables counts exactly as it does for pip. */
public final class PipSettings {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_OUTPUT = 1 << 20;
    /** The script's exit code where pip does not understand its own configuration. */
    private static final int BAD_CONFIGURATION = 4;

    private PipSettings() {}

    /**
     * What pip uses when it is started with this environment, by the first of {@code python3} and {@code python} on its {@code PATH}
     * that has pip; empty where none has. Takes about a quarter of a second.
     *
     * @throws UserException where pip cannot read its own configuration
     */
    public static Optional<PipIndex> read(Map<String, String> environment) {
        for (String program : List.of("python3", "python")) {
            Optional<PipIndex> found = Processes.find(program, environment).flatMap(p -> ask(p, environment));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<PipIndex> ask(Path python, Map<String, String> environment) {
        Command command = new Command(
                List.of(python.toString(), "-c", script()), environment, Path.of("."), PATIENCE, MAX_OUTPUT);
        Finished done;
        try {
            done = Processes.run(command, new byte[0]);
        } catch (ProcessException e) {
            return Optional.empty();
        }
        return switch (done.exit()) {
            case 0 -> parse(done.outText());
            case BAD_CONFIGURATION ->
                throw new UserException(
                        Exit.USAGE,
                        "pip's configuration on this machine cannot be read",
                        Secrets.mask(done.errText().strip()),
                        "mend the file that it names (pip config debug), or name the index to use");
            default -> Optional.empty(); // no pip, or something that only calls itself Python
        };
    }

    private static Optional<PipIndex> parse(String output) {
        String[] fields = output.split("\0");
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < fields.length; i += 2) {
            values.put(fields[i], fields[i + 1].strip());
        }
        return Optional.ofNullable(values.get("index-url"))
                .map(url -> new PipIndex(
                        url,
                        words(values.get("extra-index-url")),
                        Optional.ofNullable(values.get("cert")),
                        Optional.ofNullable(values.get("proxy")),
                        Optional.ofNullable(values.get("client-cert")),
                        words(values.get("trusted-host"))));
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    }

    static String script() {
        try (InputStream in = Objects.requireNonNull(PipSettings.class.getResourceAsStream("pip_settings.py"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
