package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchLimits;
import dev.waag.identity.AmbientIdentity;
import dev.waag.server.WaagServer;
import dev.waag.store.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running gate a command changes, and with what right. */
final class GateOptions {
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
            description = "On the gate's own machine: its data folder, for its address and its administrator's token.")
    private @Nullable Path data;

    boolean given() {
        return url != null || token != null || data != null;
    }

    /** The gate that the options and the environment name. */
    Gate open(Map<String, String> environment) {
        return new Gate(address(environment), token(environment), environment);
    }

    /** The same, for what takes as long to send as its files are large; without a token, by the identity of the CI job that this runs in. */
    Gate openForUploads(Map<String, String> environment) {
        Duration patience = Duration.ofMinutes(30);
        FetchLimits limits = FetchLimits.DEFAULT.withTimes(
                FetchLimits.DEFAULT.connect(), patience, FetchLimits.DEFAULT.idle(), patience);
        URI address = address(environment);
        return new Gate(address, token(environment).or(() -> minted(address, environment)), environment, limits);
    }

    private static Optional<String> minted(URI address, Map<String, String> environment) {
        AmbientIdentity job = new AmbientIdentity(environment);
        String text = address.toString();
        URI gate = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        try {
            return job.likely() ? job.mint(gate) : Optional.empty();
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the CI job's identity could not be exchanged for a token: " + e.getMessage(),
                    "the job is no publisher of the project, or the gate knows no issuer of its identity",
                    "waag identity publisher list shows who may publish; or give a token with WAAG_TOKEN");
        }
    }

    private URI address(Map<String, String> environment) {
        if (url != null) {
            return DoctorCommand.uri(url);
        }
        if (data != null) {
            return running(data);
        }
        String variable = environment.getOrDefault("WAAG_URL", "");
        if (variable.isBlank()) {
            throw new UserException(
                    Exit.USAGE,
                    "which gate?",
                    "neither --url nor --data nor WAAG_URL is given",
                    "--url http://127.0.0.1:8080, or --data DIR on the gate's own machine");
        }
        return DoctorCommand.uri(variable);
    }

    /** An address that a server left behind when it was killed may be another program's by now, which must not get the token. */
    private static URI running(Path data) {
        try {
            if (DataFolder.inUse(data) && Files.exists(data.resolve(WaagServer.ADDRESS))) {
                return DoctorCommand.uri(Files.readString(data.resolve(WaagServer.ADDRESS)));
            }
        } catch (IOException e) {
            throw unreadable(data, e);
        }
        throw new UserException(
                Exit.INCOMPLETE,
                "no gate runs on the data folder " + data,
                "`waag serve` was not started with it, or has ended",
                "start it: waag serve --data " + data);
    }

    private Optional<String> token(Map<String, String> environment) {
        if (token != null && !token.isBlank()) {
            return Optional.of(token.strip());
        }
        String variable = environment.getOrDefault("WAAG_TOKEN", "");
        if (!variable.isBlank()) {
            return Optional.of(variable.strip());
        }
        if (data == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(data.resolve("admin-token")).strip());
        } catch (IOException e) {
            throw unreadable(data, e);
        }
    }

    private static UserException unreadable(Path data, IOException e) {
        return new UserException(
                Exit.INCOMPLETE,
                "the data folder " + data + " cannot be read: " + e.getMessage(),
                "it belongs to another user, or is no data folder of `waag serve`",
                "run this as the gate's own user, or use --url and --token");
    }
}
