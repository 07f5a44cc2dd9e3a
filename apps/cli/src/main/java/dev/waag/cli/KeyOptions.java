package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.keys.KeySettings;
import dev.waag.keys.Keys;
import dev.waag.server.ConfigReader;
import dev.waag.server.ServerConfig;
import dev.waag.sign.Signer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which key ring a command uses. */
final class KeyOptions {
    @Option(names = "--url", paramLabel = "URL", description = "A running gate; default $WAAG_URL.")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A token; default $WAAG_TOKEN, which other users of this machine cannot see.")
    private @Nullable String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "A data folder on this machine, whether or not a gate runs on it; default: the one of `waag serve`.")
    private @Nullable Path data;

    /** The data folder, where it is one that is used: it was named, or nothing names a gate. */
    boolean folder() {
        return url == null && (data != null || gate(System.getenv()).isEmpty());
    }

    /** The named one, else the one that `waag serve` uses by default. */
    Path dataFolder() {
        return data == null ? defaultFolder(System.getenv()) : data;
    }

    private static String gate(Map<String, String> environment) {
        return environment.getOrDefault("WAAG_URL", "").strip();
    }

    /** The log in which the ring's changes and signatures are entered. */
    LogReader log() {
        return folder()
                ? LogReader.folder(dataFolder(), null)
                : LogReader.remote(DoctorCommand.uri(url == null ? gate(System.getenv()) : url), null);
    }

    Keys open(InstantSource clock) {
        Map<String, String> environment = System.getenv();
        if (url != null && data != null) {
            throw new UserException(
                    Exit.USAGE,
                    "--url and --data are both given",
                    "one is a running gate's key ring, the other a folder's",
                    "name one key ring");
        }
        if (folder()) {
            if (data != null && !Files.isDirectory(data) && Files.exists(data)) {
                throw new UserException(
                        Exit.USAGE,
                        data + " is no folder",
                        "the path is misspelt, or the gate keeps its data elsewhere",
                        "name a data folder");
            }
            return machine(clock);
        }
        String secret = token == null ? environment.getOrDefault("WAAG_TOKEN", "") : token;
        if (secret.isBlank()) {
            throw new UserException(
                    Exit.USAGE,
                    "which token?",
                    "a gate is named, and neither --token nor WAAG_TOKEN is given",
                    "set WAAG_TOKEN; on the gate's own machine, --data DIR needs none");
        }
        return Keys.at(DoctorCommand.uri(url == null ? gate(environment) : url), secret.strip(), environment);
    }

    /**
     * What signs for a purpose of Waag's own, or what bears that name. Where only the environment names a gate, and its token, if there is
     * one, has no right to the gate's keys, that is this machine's own: such a gate is there to be read, or to publish to.
     *
     * @param name of a key; null for the one of the purpose
     */
    Signer signer(@Nullable String name, String purpose, InstantSource clock, PrintWriter err) {
        boolean asked = url != null || token != null || data != null || name != null;
        boolean reader = url == null
                && token == null
                && System.getenv().getOrDefault("WAAG_TOKEN", "").isBlank();
        Keys keys = reader ? machine(clock) : open(clock);
        if (name != null) {
            return keys.signer(name);
        }
        if (asked) {
            return keys.own(purpose);
        }
        return keys.findOwn(purpose).orElseGet(() -> {
            err.println("waag: the token may not sign with the gate's keys: this machine's own key for " + purpose
                    + "s signs");
            err.flush();
            return machine(clock).own(purpose);
        });
    }

    private Keys machine(InstantSource clock) {
        return Keys.open(dataFolder(), settings(dataFolder(), System.getenv()), clock);
    }

    /** As the folder's own waag.toml says, where it has one. */
    private static KeySettings settings(Path data, Map<String, String> environment) {
        if (!Files.exists(data.resolve("waag.toml"))) {
            return KeySettings.fromEnvironment(environment);
        }
        ServerConfig.Keys keys = ConfigReader.read(
                        new ConfigReader.Options(Optional.empty(), Map.of("data", data.toString())), environment)
                .keys();
        return keys.passphraseFile().map(keys.stores()::withPassphraseFile).orElse(keys.stores());
    }

    static Path defaultFolder(Map<String, String> environment) {
        String given = environment.getOrDefault("WAAG_DATA", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isEmpty() || !Path.of(xdg).isAbsolute()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".local", "share")
                : Path.of(xdg);
        return base.resolve("waag");
    }
}
