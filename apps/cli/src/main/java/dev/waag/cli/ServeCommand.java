package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.PipIndex;
import dev.waag.process.PipSettings;
import dev.waag.server.ClientSettings;
import dev.waag.server.ConfigReader;
import dev.waag.server.ServerConfig;
import dev.waag.server.WaagServer;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waag serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gate: the index, the ledger and their pages.",
            "Without any option it serves the index that pip is set to use, at 127.0.0.1:8080."
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; default DATA/waag.toml where that exists.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder; default $XDG_DATA_HOME/waag, else ~/.local/share/waag.")
    private @Nullable String data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Address to listen on; port 0 picks a free one. Default 127.0.0.1:8080.")
    private @Nullable String listen;

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            description = "The index to stand in front of; default: the one pip is set to use.")
    private @Nullable String upstream;

    @Option(names = "--policy", paramLabel = "FILE", description = "Policy file; default: the default pack as it is.")
    private @Nullable String policy;

    @Option(
            names = "--log",
            paramLabel = "text|json",
            description = "How to log to stderr: lines for people, or one JSON object a line.")
    private Formats log = Formats.TEXT;

    @Override
    public Integer call() throws InterruptedException {
        Logs.install(log == Formats.JSON, System.err);
        Map<String, String> environment = System.getenv();
        // asks pip while the rest of the server starts; only a configuration without an upstream waits for it
        CompletableFuture<Optional<PipIndex>> pip = upstream == null
                        && environment.getOrDefault("WAAG_UPSTREAM_URL", "").isEmpty()
                ? CompletableFuture.supplyAsync(
                        () -> PipSettings.read(environment),
                        r -> Thread.ofPlatform().daemon(true).start(r))
                : CompletableFuture.completedFuture(Optional.empty());
        ServerConfig server =
                ConfigReader.read(new ConfigReader.Options(Optional.ofNullable(config), options()), environment);
        Map<String, String> outbound = server.upstream().isPresent() ? environment : withPip(environment, pip.join());
        WaagServer running = WaagServer.start(server, () -> index(pip.join()), outbound, InstantSource.system());
        CountDownLatch forever = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            running.close();
            Runtime.getRuntime().halt(Exit.OK.code());
        }));
        greet(running);
        forever.await();
        return Exit.OK.code();
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        put(options, "data", data);
        put(options, "listen", listen);
        put(options, "upstream.url", upstream);
        put(options, "policy.file", policy);
        return options;
    }

    private static void put(Map<String, String> options, String key, @Nullable String value) {
        if (value != null) {
            options.put(key, value);
        }
    }

    /** What pip is set to trust and to go through counts for the upstream that pip is set to use. */
    private static Map<String, String> withPip(Map<String, String> environment, Optional<PipIndex> pip) {
        Map<String, String> more = new HashMap<>(environment);
        pip.flatMap(PipIndex::cert).ifPresent(c -> more.putIfAbsent("PIP_CERT", c));
        pip.flatMap(PipIndex::clientCert).ifPresent(c -> more.putIfAbsent("PIP_CLIENT_CERT", c));
        pip.flatMap(PipIndex::proxy).ifPresent(p -> {
            more.putIfAbsent("HTTPS_PROXY", p);
            more.putIfAbsent("HTTP_PROXY", p);
        });
        return more;
    }

    private static URI index(Optional<PipIndex> pip) {
        if (pip.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    "no upstream index is known",
                    "none is configured, and no pip on this machine could be asked for its own",
                    "name one: waag serve --upstream URL, or [upstream] url in waag.toml");
        }
        String url = pip.get().indexUrl();
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    Exit.USAGE,
                    "pip's index-url is no URL",
                    "pip's configuration is wrong",
                    "check `pip config list`, or use --upstream URL");
        }
    }

    private static void greet(WaagServer server) {
        String base = server.url().toString();
        StringBuilder text = new StringBuilder("Waag is ready at ").append(base).append('\n');
        text.append(ClientSettings.text(base));
        server.freshToken()
                .ifPresent(t -> text.append(
                                "\n  # The administrator's token, shown this once and kept in DATA/admin-token\n  ")
                        .append(t)
                        .append('\n'));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print(text);
        out.flush();
    }
}
