package dev.waag.server;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchLimits;
import dev.waag.policy.Policy;
import dev.waag.store.Durable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server, wired by hand: the data folder, the gates over it, and HTTP over the gates. */
public final class WaagServer implements AutoCloseable {
    /** The file in the data folder that says, while a server runs on it, at which URL commands on this machine reach it. */
    public static final String ADDRESS = "address";

    private static final Logger LOG = LoggerFactory.getLogger(WaagServer.class);

    private final Opened opened = new Opened();
    private final List<Route> routes;
    private final URI url;
    private final Optional<String> freshToken;

    private WaagServer(
            ServerConfig config, Supplier<URI> upstream, Map<String, String> environment, InstantSource clock)
            throws IOException, SQLException {
        boolean started = false;
        try {
            PolicyFile policy = PolicyFile.open(config.policy());
            Outbound outbound = new Outbound(environment, opened);
            Storage storage = Storage.open(config, clock, opened);
            Identity identity = Identity.open(config, storage, outbound, clock, opened);
            Gates gates = Gates.open(config, policy, upstream, storage, identity, outbound, clock, opened);
            List<ServerConfig.Witness> asked = config.ledger().witnesses();
            Witnesses witnesses = opened.add(Witnesses.start(
                    asked,
                    outbound.to(asked.stream().map(ServerConfig.Witness::url).toList(), FetchLimits.DEFAULT),
                    storage.ledger()));
            WitnessRoutes witness =
                    new WitnessRoutes(config.ledger().witnessFor(), storage.data(), storage.database(), clock);
            Answers answers = new Answers();
            this.routes = new RouteTable(storage, identity, gates, witnesses, witness, clock).routes(answers);
            Hosts hosts = new Hosts(config.host(), config.publicUrl(), config.hosts());
            Router router =
                    new Router(routes, hosts, identity.door(), config.publicUrl(), config.authenticatedRead(), answers);
            HttpFront front = opened.add(HttpFront.start(config, router), HttpFront::close);
            Durable.write(storage.data().path(ADDRESS), (front.local() + "\n").getBytes(StandardCharsets.UTF_8));
            opened.add(storage.data().path(ADDRESS), Files::deleteIfExists);
            opened.add(policy.watch(gates.judge(), gates.policies()), PolicyFile.Watching::close);
            this.url = front.url();
            LOG.info("serving the data folder {} at {}", config.data(), url);
            this.freshToken = identity.credentials().madeNow();
            config.withoutEffect().forEach(k -> LOG.warn("'{}' is set and has no effect in this version", k));
            config.misspelt().forEach(v -> LOG.warn("the environment sets {}, and has no effect", v));
            Thread.ofPlatform().name("warm-up").daemon(true).start(Policy::warm);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /**
     * Starts a server.
     *
     * @param upstream asked for the default upstream where the configuration names none
     */
    public static WaagServer start(
            ServerConfig config, Supplier<URI> upstream, Map<String, String> environment, InstantSource clock) {
        try {
            return new WaagServer(config, upstream, environment, clock);
        } catch (IOException | SQLException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the server cannot start: " + e.getMessage(),
                    "the data folder " + config.data() + " cannot be read or written, or is damaged",
                    "check its disk and permissions; `waag ledger verify --data DIR` checks its log");
        }
    }

    /** What is answered, and to whom. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The base URL, without a slash at its end. */
    public URI url() {
        return url;
    }

    /** The administrator's token, where this start made it. */
    public Optional<String> freshToken() {
        return freshToken;
    }

    /** Finishes what is running, writes what is queued, and ends. */
    @Override
    public void close() {
        opened.close();
    }
}
