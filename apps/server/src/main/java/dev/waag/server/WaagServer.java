package dev.waag.server;

import dev.waag.alert.Alerts;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.identity.Accounts;
import dev.waag.identity.Credentials;
import dev.waag.identity.Guesses;
import dev.waag.identity.Issuers;
import dev.waag.identity.People;
import dev.waag.identity.PersonRule;
import dev.waag.identity.Publishers;
import dev.waag.identity.Refusals;
import dev.waag.index.IndexGate;
import dev.waag.index.IndexSettings;
import dev.waag.index.Snapshots;
import dev.waag.judge.Judge;
import dev.waag.keys.KeyService;
import dev.waag.policy.Policy;
import dev.waag.python.ProjectName;
import dev.waag.receipt.ReceiptDesk;
import dev.waag.release.AdvisoryWatch;
import dev.waag.release.PolicyChanges;
import dev.waag.release.ReleaseGate;
import dev.waag.store.Blobs;
import dev.waag.store.DataFolder;
import dev.waag.store.DataKeys;
import dev.waag.store.Database;
import dev.waag.store.Durable;
import dev.waag.store.Hosted;
import dev.waag.store.Ledger;
import dev.waag.store.Passphrase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server, wired by hand: the data folder, the gates over it, and HTTP over the gates. */
public final class WaagServer implements AutoCloseable {
    /** The file in the data folder that says, while a server runs on it, at which URL commands on this machine reach it. */
    public static final String ADDRESS = "address";

    private static final Logger LOG = LoggerFactory.getLogger(WaagServer.class);

    /** Issuers answer at once or not at all: who waits for them is a job that publishes. */
    private static final FetchLimits ISSUER_LIMITS = FetchLimits.DEFAULT.withTimes(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15));

    private static final Set<String> GET_POST = Set.of("GET", "HEAD", "POST");

    private interface Closing {
        void close() throws Exception;
    }

    /** What was opened, to be closed in the opposite order. */
    private final Deque<Closing> opened = new ArrayDeque<>();

    private final List<Route> routes;
    private final URI url;
    private final Optional<String> freshToken;

    private WaagServer(
            ServerConfig config, Supplier<URI> upstream, Map<String, String> environment, InstantSource clock)
            throws IOException, SQLException {
        boolean started = false;
        try {
            PolicyFile policy = PolicyFile.open(config.policy());
            DataFolder data = opening(DataFolder.open(config.data()), DataFolder::close);
            data.emptyTemporary();
            Passphrase.remember(data, config.keys().passphraseFile());
            Database database = opening(Database.open(data.path("waag.db")), Database::close);
            Ledger ledger = opening(Ledger.open(data, database), Ledger::close);
            KeyService keys =
                    KeyService.open(data, database, ledger, config.keys().stores(), clock);
            opening(KeyCare.start(keys), KeyCare::close);
            DataKeys dataKeys = DataKeys.open(data, database, ledger, clock, config.encrypt());
            Blobs blobs = new Blobs(data, config.cacheBytes(), clock, Optional.of(dataKeys));
            Accounts accounts = Accounts.open(database, ledger, clock);
            Credentials credentials = Credentials.open(data.path("admin-token"), Durable::writeSecret, accounts, clock);
            Refusals refusals = opening(new Refusals(database, ledger, clock), Refusals::close);
            PolicyChanges changes =
                    new PolicyChanges(database, ledger, clock, config.release().twoPersonPolicy());
            Judge judge = Judge.open(database, ledger, clock, changes.initial(policy.current(), policy.text()));
            Fetcher asking = opening(
                    new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), ISSUER_LIMITS)
                            .withUpstreams(config.issuers().stream()
                                    .map(i -> URI.create(i.url()))
                                    .toList())),
                    Fetcher::close);
            Set<String> ofPeople =
                    config.people().stream().map(PersonRule::issuer).collect(Collectors.toSet());
            Issuers issuers = new Issuers(config.issuers(), ofPeople, asking, clock);
            People people = new People(accounts, issuers, config.people(), clock);
            Doorkeeper door = new Doorkeeper(credentials.with(people), new Guesses(clock), refusals);
            RootFile trustedRoot = RootFile.read(config.trustedRoot()).told(clock.instant());
            IndexSettings settings = new IndexSettings(
                    config.upstream().orElseGet(upstream),
                    config.routes(),
                    config.claims(),
                    config.release().channels(),
                    config.refresh(),
                    trustedRoot.root());
            FetchLimits limits = FetchLimits.DEFAULT;
            Fetcher fetcher = opening(
                    new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), limits)
                            .withUpstreams(upstreams(settings))),
                    Fetcher::close);
            IndexGate gate = opening(
                    new IndexGate(settings, fetcher, limits, database, blobs, judge, ledger, clock), IndexGate::close);
            AdvisoryFeed advisories = opening(
                    new AdvisoryFeed(
                            config.advisories(),
                            data.path("advisories"),
                            feeds -> new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), limits)
                                    .withUpstreams(feeds.urls())),
                            judge,
                            clock),
                    AdvisoryFeed::close);
            Fetcher toWitnesses = opening(
                    new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), limits)
                            .withUpstreams(config.ledger().witnesses().stream()
                                    .map(ServerConfig.Witness::url)
                                    .toList())),
                    Fetcher::close);
            Witnesses witnesses =
                    opening(Witnesses.start(config.ledger().witnesses(), toWitnesses, ledger), Witnesses::close);
            WitnessRoutes witness = new WitnessRoutes(config.ledger().witnessFor(), data, database, clock);
            Alerts alerts = opening(new Alerts(config.alerts(), environment, clock), Alerts::close);
            AdvisoryAlarm alarm =
                    new AdvisoryAlarm(new AdvisoryWatch(database, ledger, judge, gate, clock), alerts, clock);
            advisories.whenChanged(alarm::lookLater).start();
            Answers answers = new Answers();
            Publishers publishers = Publishers.open(accounts, issuers, database, clock, p -> hosted(database, p));
            ReceiptDesk desk = opening(
                    ReceiptDesk.start(accounts, publishers, database, ledger, gate, keys, clock), ReceiptDesk::close);
            ReleaseGate releases = new ReleaseGate(
                    config.release(),
                    new SignedEvidence(keys, config.release().stageKeys(), clock),
                    settings.trustedRoot(),
                    database,
                    ledger,
                    blobs,
                    judge,
                    gate,
                    clock);
            PackageRoutes packages = PackageRoutes.of(
                    gate,
                    releases,
                    new Snapshots(database, ledger, blobs, judge, gate, clock),
                    changes,
                    judge,
                    blobs,
                    alerts,
                    clock);
            Hosts hosts = new Hosts(config.host(), config.publicUrl(), config.hosts());
            List<Route> all = routes(
                    gate,
                    packages,
                    ledger,
                    blobs,
                    judge,
                    keys,
                    dataKeys,
                    witnesses,
                    witness,
                    advisories,
                    trustedRoot,
                    answers,
                    clock);
            all.addAll(identityRoutes(accounts, publishers, issuers, door, clock));
            all.addAll(receiptRoutes(desk, door));
            // everything that is nowhere else
            all.add(new Route("/", Route.GET, Route.Access.READ, new HomeRoute(new Pages(), ledger)::handle));
            this.routes = List.copyOf(all);
            Router router = new Router(routes, hosts, door, config.publicUrl(), config.authenticatedRead(), answers);
            HttpFront front = opening(HttpFront.start(config, router), HttpFront::close);
            Durable.write(data.path(ADDRESS), (front.local() + "\n").getBytes(StandardCharsets.UTF_8));
            opening(data.path(ADDRESS), Files::deleteIfExists);
            opening(policy.watch(judge, changes), PolicyFile.Watching::close);
            this.url = front.url();
            LOG.info("serving the data folder {} at {}", config.data(), url);
            this.freshToken = credentials.madeNow();
            config.withoutEffect().forEach(k -> LOG.warn("'{}' is set and has no effect in this version", k));
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

    private static List<URI> upstreams(IndexSettings settings) {
        return Stream.concat(
                        Stream.of(settings.upstream()),
                        settings.routes().stream().map(IndexSettings.Route::upstream))
                .toList();
    }

    static List<Route> routes(
            IndexGate gate,
            PackageRoutes packages,
            Ledger ledger,
            Blobs blobs,
            Judge judge,
            KeyService keys,
            DataKeys dataKeys,
            Witnesses witnesses,
            WitnessRoutes witness,
            AdvisoryFeed advisories,
            RootFile trustedRoot,
            Answers answers,
            InstantSource clock) {
        Pages pages = new Pages();
        List<Route> routes = new ArrayList<>();
        routes.addAll(packageRoutes(packages));
        FileRoutes files = new FileRoutes(gate, blobs);
        routes.add(new Route("/files/", Route.GET, Route.Access.READ, files::handle, files::fast));
        routes.add(new Route("/integrity/", Route.GET, Route.Access.READ, new IntegrityRoutes(gate)::handle));
        routes.add(new Route("/pypi/", Route.GET, Route.Access.READ, new LegacyJsonRoutes(gate)::handle));
        routes.add(new Route(
                OsvRoutes.PREFIX, Set.of("GET", "HEAD", "POST"), Route.Access.READ, new OsvRoutes(advisories)::handle));
        routes.add(new Route("/ledger/", Route.GET, Route.Access.READ, new LedgerRoutes(ledger)::handle));
        routes.add(new Route(TrustRoutes.PREFIX, Route.GET, Route.Access.READ, new TrustRoutes(keys)::handle));
        routes.add(
                new Route(WitnessRoutes.PREFIX, Set.of("GET", "HEAD", "POST"), Route.Access.PUBLIC, witness::handle));
        routes.add(new Route(
                "/why/", Route.GET, Route.Access.READ, new WhyRoutes(ledger, judge.inspections(), pages)::handle));
        routes.add(new Route(
                "/health/",
                Route.GET,
                Route.Access.PUBLIC,
                new HealthRoutes(gate, ledger, blobs, keys, witnesses, advisories, trustedRoot, clock)::handle));
        routes.add(new Route(
                "/metrics",
                Route.GET,
                Route.Access.READ,
                new MetricsRoute(gate, ledger, blobs, advisories, answers, clock)::handle));
        ProvenanceRoutes origins = new ProvenanceRoutes(gate);
        routes.add(new Route(ProvenanceRoutes.PREFIX, Route.GET, Route.Access.READ, origins::history));
        routes.add(new Route(ProvenanceRoutes.ACCEPT, Set.of("POST"), Route.Access.ADMIN, origins::accept));
        ApiRoutes api = new ApiRoutes(judge, clock);
        KeyRoutes keyRoutes = new KeyRoutes(keys, dataKeys);
        routes.add(new Route(KeyRoutes.KEYS, Set.of("GET", "HEAD", "POST"), Route.Access.KEYS, keyRoutes::handle));
        routes.add(new Route(KeyRoutes.KEYS + "/", Set.of("POST"), Route.Access.KEYS, keyRoutes::handle));
        routes.add(new Route(OpenApiRoute.PATH, Route.GET, Route.Access.KNOWN, OpenApiRoute::handle));
        routes.add(new Route("/api/v1/waivers", Set.of("GET", "HEAD", "POST"), Route.Access.WAIVE, api::handle));
        routes.add(new Route("/api/v1/waivers/", Set.of("DELETE"), Route.Access.WAIVE, api::handle));
        return routes;
    }

    /** Where a gate asks who may do something itself, whoever has a valid credential comes through to it. */
    private static List<Route> packageRoutes(PackageRoutes p) {
        Set<String> all = Set.of("GET", "HEAD", "POST");
        List<Route> routes = new ArrayList<>();
        for (SimpleRoutes pages : p.pages()) {
            routes.add(new Route(pages.top(), Route.GET, Route.Access.READ, pages::handle, pages::fast));
        }
        routes.add(new Route(SnapshotRoutes.PAGES, Route.GET, Route.Access.READ, p.snapshots()::pages));
        routes.add(new Route(UploadRoute.PATH, Set.of("POST"), Route.Access.KNOWN, p.upload()::handle));
        routes.add(new Route(ReleaseRoutes.PREFIX, all, Route.Access.KNOWN, p.releases()::handle));
        routes.add(new Route(RecallRoutes.PATH, Set.of("POST"), Route.Access.KNOWN, p.recalls()::handle));
        routes.add(new Route(SnapshotRoutes.API, all, Route.Access.KNOWN, p.snapshots()::api));
        routes.add(new Route(SnapshotRoutes.API + "/", Route.GET, Route.Access.KNOWN, p.snapshots()::api));
        routes.add(new Route(PolicyRoutes.PATH, all, Route.Access.KNOWN, p.policies()::handle));
        routes.add(new Route(PolicyRoutes.PATH + "/", Set.of("POST"), Route.Access.KNOWN, p.policies()::handle));
        return routes;
    }

    private static List<Route> identityRoutes(
            Accounts accounts, Publishers publishers, Issuers issuers, Doorkeeper door, InstantSource clock) {
        List<Route> routes = new ArrayList<>();
        IdentityRoutes identity = new IdentityRoutes(accounts, publishers, clock);
        routes.add(new Route(IdentityRoutes.USERS, GET_POST, Route.Access.KNOWN, identity::handle));
        routes.add(new Route(
                IdentityRoutes.USERS + "/", Set.of("PUT", "DELETE"), Route.Access.IDENTITY, identity::handle));
        routes.add(new Route(IdentityRoutes.TOKENS, GET_POST, Route.Access.KNOWN, identity::handle));
        routes.add(new Route(IdentityRoutes.TOKENS + "/", Set.of("DELETE"), Route.Access.KNOWN, identity::handle));
        routes.add(new Route(IdentityRoutes.PUBLISHERS, GET_POST, Route.Access.KNOWN, identity::handle));
        routes.add(
                new Route(IdentityRoutes.PUBLISHERS + "/", Set.of("DELETE"), Route.Access.IDENTITY, identity::handle));
        OidcRoutes oidc = new OidcRoutes(accounts, publishers, issuers.all(), door);
        routes.add(new Route(OidcRoutes.AUDIENCE, Route.GET, Route.Access.PUBLIC, oidc::handle));
        routes.add(new Route(OidcRoutes.MINT, Set.of("POST"), Route.Access.PUBLIC, oidc::handle));
        routes.add(new Route(OidcRoutes.BURN, Set.of("POST"), Route.Access.PUBLIC, oidc::handle));
        routes.add(new Route(OidcRoutes.DISCOVERY, Route.GET, Route.Access.PUBLIC, oidc::handle));
        return routes;
    }

    private static List<Route> receiptRoutes(ReceiptDesk desk, Doorkeeper door) {
        ReceiptRoutes receipts = new ReceiptRoutes(desk, door);
        return List.of(
                // whoever opens one brings a token, or the identity of a job in the body
                new Route(ReceiptRoutes.RECEIPTS + "/open", Set.of("POST"), Route.Access.PUBLIC, receipts::open),
                new Route(ReceiptRoutes.RECEIPTS, Route.GET, Route.Access.KNOWN, receipts::handle),
                new Route(
                        ReceiptRoutes.RECEIPTS + "/",
                        Set.of("GET", "HEAD", "POST"),
                        Route.Access.KNOWN,
                        receipts::handle));
    }

    /** Whether a project has begun here; where nobody knows, it counts as begun, so that nobody takes it over. */
    private static boolean hosted(Database database, ProjectName project) {
        try {
            return database.read(c -> Hosted.status(c, project).isPresent());
        } catch (SQLException e) {
            LOG.error("whether {} is here could not be read", project, e);
            return true;
        }
    }

    private <T> T opening(T part, ClosingOf<T> closing) {
        opened.push(() -> closing.close(part));
        return part;
    }

    private interface ClosingOf<T> {
        void close(T part) throws Exception;
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
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.error("the server could not be closed cleanly", e);
            }
        }
    }
}
