package dev.waag.server;

import dev.waag.index.IndexGate;
import dev.waag.server.Route.Access;
import dev.waag.store.Ledger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every route, and who may call it. Where a gate asks who may do something itself, whoever has a valid credential comes through to it.
 */
record RouteTable(
        Storage storage,
        Identity identity,
        Gates gates,
        Witnesses witnesses,
        WitnessRoutes witness,
        InstantSource clock) {
    private static final Set<String> GET = Route.GET;
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> DELETE = Set.of("DELETE");
    private static final Set<String> GET_POST = Set.of("GET", "HEAD", "POST");

    /** @param answers counted by the router, shown by the metrics */
    List<Route> routes(Answers answers) {
        return Stream.of(pages(), files(), packages(), evidence(), administration(), who(), receipts(), own(answers))
                .flatMap(List::stream)
                .toList();
    }

    /** The index, and each channel as an index of its own. */
    private List<Route> pages() {
        List<String> channels = gates.releases().channels();
        List<SimpleRoutes> indexes = new ArrayList<>();
        indexes.add(new SimpleRoutes(gates.index(), channels.getLast()));
        channels.forEach(channel -> indexes.add(SimpleRoutes.of(gates.index(), channel)));
        return indexes.stream()
                .map(i -> new Route(i.top(), GET, Access.READ, i::handle, i::fast))
                .toList();
    }

    private List<Route> files() {
        FileRoutes files = new FileRoutes(gates.index(), storage.blobs());
        return List.of(
                new Route("/files/", GET, Access.READ, files::handle, files::fast),
                new Route("/integrity/", GET, Access.READ, new IntegrityRoutes(gates.index())::handle),
                new Route("/pypi/", GET, Access.READ, new LegacyJsonRoutes(gates.index())::handle),
                new Route(OsvRoutes.PREFIX, GET_POST, Access.READ, new OsvRoutes(gates.advisories())::handle));
    }

    private List<Route> packages() {
        SnapshotRoutes snapshots = new SnapshotRoutes(gates.snapshots());
        PolicyRoutes policies = new PolicyRoutes(gates.policies(), gates.judge());
        return List.of(
                new Route(SnapshotRoutes.PAGES, GET, Access.READ, snapshots::pages),
                new Route(SnapshotRoutes.API, GET_POST, Access.KNOWN, snapshots::api),
                new Route(SnapshotRoutes.API + "/", GET, Access.KNOWN, snapshots::api),
                new Route(
                        UploadRoute.PATH,
                        POST,
                        Access.KNOWN,
                        new UploadRoute(gates.releases(), storage.blobs())::handle),
                new Route(ReleaseRoutes.PREFIX, GET_POST, Access.KNOWN, new ReleaseRoutes(gates.releases())::handle),
                new Route(
                        RecallRoutes.PATH,
                        POST,
                        Access.KNOWN,
                        new RecallRoutes(gates.releases(), gates.alerts(), clock)::handle),
                new Route(PolicyRoutes.IN_FORCE, GET, Access.READ, policies::inForce),
                new Route(PolicyRoutes.PATH, GET_POST, Access.KNOWN, policies::handle),
                new Route(PolicyRoutes.PATH + "/", POST, Access.KNOWN, policies::handle));
    }

    private List<Route> evidence() {
        ProvenanceRoutes origins = new ProvenanceRoutes(gates.index());
        return List.of(
                new Route("/ledger/", GET, Access.READ, new LedgerRoutes(storage.ledger())::handle),
                new Route(TrustRoutes.PREFIX, GET, Access.READ, new TrustRoutes(storage.keys())::handle),
                new Route(WitnessRoutes.PREFIX, GET_POST, Access.PUBLIC, witness::handle),
                // before the prefix, which its path without the slash belongs to as well
                new Route(ProvenanceRoutes.ACCEPT, POST, Access.ADMIN, origins::accept),
                new Route(ProvenanceRoutes.PREFIX, GET, Access.READ, origins::history));
    }

    private List<Route> administration() {
        ApiRoutes waivers = new ApiRoutes(gates.judge(), clock);
        KeyRoutes keys = new KeyRoutes(storage.keys(), storage.dataKeys());
        return List.of(
                new Route("/api/v1/waivers", GET_POST, Access.WAIVE, waivers::handle),
                new Route("/api/v1/waivers/", DELETE, Access.WAIVE, waivers::handle),
                new Route(KeyRoutes.KEYS, GET_POST, Access.KEYS, keys::handle),
                new Route(KeyRoutes.KEYS + "/", POST, Access.KEYS, keys::handle));
    }

    private List<Route> who() {
        IdentityRoutes accounts = new IdentityRoutes(identity.accounts(), identity.publishers(), clock);
        OidcRoutes oidc = new OidcRoutes(
                identity.accounts(), identity.publishers(), identity.issuers().all(), identity.door());
        return List.of(
                new Route(IdentityRoutes.USERS, GET_POST, Access.KNOWN, accounts::handle),
                new Route(IdentityRoutes.USERS + "/", Set.of("PUT", "DELETE"), Access.IDENTITY, accounts::handle),
                new Route(IdentityRoutes.TOKENS, GET_POST, Access.KNOWN, accounts::handle),
                new Route(IdentityRoutes.TOKENS + "/", DELETE, Access.KNOWN, accounts::handle),
                new Route(IdentityRoutes.PUBLISHERS, GET_POST, Access.KNOWN, accounts::handle),
                new Route(IdentityRoutes.PUBLISHERS + "/", DELETE, Access.IDENTITY, accounts::handle),
                new Route(OidcRoutes.AUDIENCE, GET, Access.PUBLIC, oidc::handle),
                new Route(OidcRoutes.MINT, POST, Access.PUBLIC, oidc::handle),
                new Route(OidcRoutes.BURN, POST, Access.PUBLIC, oidc::handle),
                new Route(OidcRoutes.DISCOVERY, GET, Access.PUBLIC, oidc::handle));
    }

    private List<Route> receipts() {
        ReceiptRoutes receipts = new ReceiptRoutes(gates.receipts(), identity.door());
        return List.of(
                // whoever opens one brings a token, or the identity of a job in the body
                new Route(ReceiptRoutes.RECEIPTS + "/open", POST, Access.PUBLIC, receipts::open),
                new Route(ReceiptRoutes.RECEIPTS, GET, Access.KNOWN, receipts::handle),
                new Route(ReceiptRoutes.RECEIPTS + "/", GET_POST, Access.KNOWN, receipts::handle));
    }

    /** What the server says of itself, and everything that is nowhere else. */
    private List<Route> own(Answers answers) {
        IndexGate index = gates.index();
        Ledger ledger = storage.ledger();
        Pages pages = new Pages();
        HealthRoutes health = new HealthRoutes(
                index,
                ledger,
                storage.blobs(),
                storage.keys(),
                witnesses,
                gates.advisories(),
                gates.trustedRoot(),
                clock);
        MetricsRoute metrics = new MetricsRoute(index, ledger, storage.blobs(), gates.advisories(), answers, clock);
        return List.of(
                new Route(
                        "/why/",
                        GET,
                        Access.READ,
                        new WhyRoutes(ledger, gates.judge().inspections(), pages)::handle),
                new Route("/health/", GET, Access.PUBLIC, health::handle),
                new Route("/metrics", GET, Access.READ, metrics::handle),
                new Route(OpenApiRoute.PATH, GET, Access.READ, OpenApiRoute::handle),
                new Route("/", GET, Access.READ, new HomeRoute(pages, ledger, index)::handle));
    }
}
