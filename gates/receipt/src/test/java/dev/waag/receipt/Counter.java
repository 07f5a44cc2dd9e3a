package dev.waag.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.identity.Accounts;
import dev.waag.identity.Issuers;
import dev.waag.identity.OidcIssuer;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.identity.Publishers;
import dev.waag.identity.Role;
import dev.waag.index.FileAnswer;
import dev.waag.index.IndexGate;
import dev.waag.index.IndexSettings;
import dev.waag.index.PageOutcome;
import dev.waag.index.ProjectView.Format;
import dev.waag.judge.Judge;
import dev.waag.keys.KeyService;
import dev.waag.keys.KeySettings;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicySource;
import dev.waag.python.ProjectName;
import dev.waag.sign.Dsse;
import dev.waag.sign.TrustSet;
import dev.waag.store.Blobs;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.OidcProvider;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A desk over a gate with a real database, ledger, cache and key ring, and jobs that are served under its receipts. */
final class Counter implements AutoCloseable {
    static final Principal ANN = new Principal(
            "ann",
            Principal.Kind.TOKEN,
            Set.of(Role.READER),
            Set.of(Permission.READ, Permission.RECEIPT),
            Set.of(),
            Optional.of("token-of-ann"),
            Map.of());

    private static final String BASE = "http://gate.example:8080";

    final TestClock clock = new TestClock();
    final SimulatedIndex upstream = new SimulatedIndex();
    final OidcProvider issuer = new OidcProvider("jobs", clock);
    final Accounts accounts;
    final Publishers publishers;
    final KeyService keys;
    final ReceiptDesk desk;
    private final DataFolder data;
    private final Database database;
    private final Ledger ledger;
    private final Fetcher fetcher;
    private final IndexGate gate;

    Counter(Path root) throws Exception {
        data = DataFolder.open(root);
        database = Database.open(data.path("waag.db"));
        ledger = Ledger.open(data, database);
        keys = KeyService.open(data, database, ledger, KeySettings.none(), clock);
        Policy open = Policy.load(new PolicySource("policy.toml", "extends = \"none\"\n"));
        Judge judge = Judge.open(database, ledger, clock, open);
        fetcher = new Fetcher(FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(upstream.url(), URI.create(issuer.url()))));
        gate = new IndexGate(
                new IndexSettings(upstream.url(), List.of(), List.of(), Duration.ofMinutes(5)),
                fetcher,
                FetchLimits.DEFAULT,
                database,
                new Blobs(data, 1 << 30, clock),
                judge,
                ledger,
                clock);
        accounts = Accounts.open(database, ledger, clock);
        Issuers issuers =
                new Issuers(List.of(new OidcIssuer(issuer.url(), OidcIssuer.Kind.GENERIC, "waag")), fetcher, clock);
        publishers = Publishers.open(accounts, issuers, database, clock, project -> false);
        desk = ReceiptDesk.start(accounts, publishers, database, ledger, gate, keys, clock);
    }

    /** Looks at a project's page under a receipt, as an installer does before it asks its cache. */
    JsonNode look(String receipt, String project) {
        ProjectName name = ProjectName.parse(project).orElseThrow();
        gate.asked().add(receipt, name);
        PageOutcome.Found page = (PageOutcome.Found) gate.page(name, false);
        ByteBuffer body = page.view().body(Format.JSON, false, BASE).bytes();
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return Json.MAPPER.readTree(bytes);
    }

    /** Serves a file under a receipt; without one, to somebody else. */
    void serve(Optional<String> receipt, Distribution d) throws Exception {
        ProjectName name = ProjectName.parse(d.project()).orElseThrow();
        String tag = "none";
        for (JsonNode file : look(receipt.orElse("somebody-else"), d.project()).path("files")) {
            if (file.path("filename").asString().equals(d.filename())) {
                tag = file.path("url").asString().split("/")[3];
            }
        }
        FileAnswer answer = gate.files().file(name, tag, d.filename(), BASE);
        if (answer instanceof FileAnswer.Coming coming) {
            answer = gate.files().awaitWhole(coming, tag, BASE);
            coming.download().leave();
        }
        assertThat(answer).isInstanceOf(FileAnswer.Ready.class);
        FileAnswer.Ready ready = (FileAnswer.Ready) answer;
        gate.deliveries()
                .delivered(
                        name, ready.file().record(), Optional.empty(), receipt.isPresent() ? "ann" : "other", receipt);
    }

    /** Closes a receipt and returns what its statement says, its signature found right. */
    ReceiptCheck closed(String id) throws Exception {
        return ReceiptCheck.of(envelope(id).payload());
    }

    Dsse envelope(String id) throws Exception {
        Dsse envelope = Dsse.parse(new String(desk.close(id, ANN).orElseThrow(), StandardCharsets.UTF_8));
        assertThat(keys.trust(clock).verify(envelope, clock.instant(), Optional.empty()))
                .isInstanceOf(TrustSet.Verified.class);
        return envelope;
    }

    /** The ledger's entries of that kind. */
    List<JsonNode> entries(String kind) throws Exception {
        List<JsonNode> entries = new ArrayList<>();
        for (long n = 0; ledger.entry(n).isPresent(); n++) {
            JsonNode entry = Json.MAPPER.readTree(ledger.entry(n).get());
            if (entry.path("kind").asString().equals(kind)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    JsonNode entry(long number) throws Exception {
        return Json.MAPPER.readTree(ledger.entry(number).orElseThrow());
    }

    @Override
    public void close() throws Exception {
        desk.close();
        gate.close();
        fetcher.close();
        ledger.close();
        database.close();
        data.close();
        issuer.close();
        upstream.close();
    }
}
