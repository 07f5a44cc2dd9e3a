package dev.waag.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.attest.Statement;
import dev.waag.core.Sha256;
import dev.waag.identity.Principal;
import dev.waag.identity.Publishers;
import dev.waag.sign.Dsse;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ReceiptDeskTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Distribution kaas = Wheels.wheel("kaas", "1.0");
    private final Distribution brood = Wheels.wheel("brood", "2.0");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Counter counter;

    @BeforeEach
    void start() throws Exception {
        counter = new Counter(root);
        counter.upstream.add(kaas);
        counter.upstream.add(brood);
    }

    @AfterEach
    void stop() throws Exception {
        counter.close();
    }

    private String open() throws Exception {
        return counter.desk.open(Counter.ANN, HOUR).receipt().id();
    }

    @Test
    void aReceiptSaysExactlyWhatWasServedUnderIt() throws Exception {
        String ours = open();
        String others = open();
        counter.serve(Optional.of(ours), kaas);
        counter.serve(Optional.of(others), brood);
        counter.serve(Optional.empty(), brood);
        Statement statement = Statement.parse(counter.envelope(ours).payload());
        JsonNode served = statement.predicate().path("distributions");
        assertThat(served).hasSize(1);
        JsonNode file = served.get(0);
        assertThat(file.path("name").asString()).isEqualTo("kaas");
        assertThat(file.path("version").asString()).isEqualTo("1.0");
        assertThat(file.path("filename").asString()).isEqualTo(kaas.filename());
        assertThat(file.path("sha256").asString()).isEqualTo(kaas.sha256());
        assertThat(file.path("decision").asString()).isEqualTo("allow");
        assertThat(file.path("contents").asString()).hasSize(64);
        JsonNode download = counter.entry(file.path("ledger_index").asLong());
        assertThat(download.path("kind").asString()).isEqualTo("download");
        assertThat(download.path("sha256").asString()).isEqualTo(kaas.sha256());
        assertThat(statement.subjects())
                .singleElement()
                .satisfies(s -> assertThat(s.sha256()).contains(new Sha256(kaas.sha256())));
    }

    @Test
    void closingIsOnce() throws Exception {
        String id = open();
        counter.serve(Optional.of(id), kaas);
        Dsse first = counter.envelope(id);
        assertThat(counter.envelope(id).toJson()).isEqualTo(first.toJson());
        List<JsonNode> closed = counter.entries("receipt").stream()
                .filter(e -> e.path("change").asString().equals("closed"))
                .toList();
        assertThat(closed).hasSize(1);
        assertThat(closed.getFirst().path("payload_sha256").asString())
                .isEqualTo(Sha256.of(first.payload()).hex());
        assertThat(closed.getFirst().path("key_id").asString())
                .isEqualTo(first.signatures().getFirst().keyId());
        assertThat(counter.desk.close("nobody", Counter.ANN)).isEmpty();
    }

    @Test
    void itsTokenReadsAndEndsWithIt() throws Exception {
        ReceiptDesk.Opened opened = counter.desk.open(Counter.ANN, HOUR);
        assertThat(opened.toString()).doesNotContain(opened.secret());
        String id = opened.receipt().id();
        assertThat(counter.accounts.token(id).orElseThrow().kind()).isEqualTo(Principal.Kind.RECEIPT);
        counter.closed(id);
        assertThat(counter.accounts.token(id).orElseThrow().over(counter.clock.instant()))
                .hasValueSatisfying(why -> assertThat(why).contains("closed"));
    }

    @Test
    void anEmptyReceiptIsAboutItself() throws Exception {
        String id = open();
        Statement statement = Statement.parse(counter.envelope(id).payload());
        assertThat(statement.predicate().path("distributions")).isEmpty();
        assertThat(statement.subjects())
                .singleElement()
                .satisfies(s -> assertThat(s.name()).isEqualTo("receipt-" + id));
    }

    @Test
    void aReceiptThatRunsOutIsClosedByItself() throws Exception {
        String id = open();
        counter.serve(Optional.of(id), kaas);
        counter.clock.advance(HOUR.plusSeconds(1));
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (counter.desk.find(id).orElseThrow().closed().isEmpty() && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        assertThat(counter.desk.find(id).orElseThrow().closed()).isPresent();
        assertThat(counter.closed(id).distributions()).isEqualTo(1);
    }

    @Test
    void aJobOpensOneWithItsIdentityOnce() throws Exception {
        counter.publishers.add(
                List.of("acme-widget"),
                counter.issuer.url(),
                Map.of("sub", "job-1"),
                Optional.empty(),
                false,
                Counter.ANN);
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("aud", "waag", "sub", "job-1"));
        String identity = counter.issuer.identity(claims);
        Publishers.Result result = counter.desk.open(identity, HOUR);
        assertThat(result).isInstanceOf(Publishers.Minted.class);
        String id = ((Publishers.Minted) result).fresh().token().id();
        assertThat(counter.desk.find(id).orElseThrow().user()).isEqualTo("oidc:job-1");
        assertThat(counter.desk.find(id).orElseThrow().claims()).containsEntry("sub", "job-1");
        assertThat(counter.desk.open(identity, HOUR)).isInstanceOf(Publishers.Refused.class);
        claims.put("sub", "job-2");
        assertThat(counter.desk.open(counter.issuer.identity(claims), HOUR)).isInstanceOf(Publishers.Refused.class);
    }

    @Test
    void whatACacheHadIsToldFromWhatCameFromElsewhere() throws Exception {
        Distribution other = Wheels.of("kaas", "1.0").seed(7).payload(500).wheel();
        counter.serve(Optional.empty(), kaas);
        String id = open();
        counter.look(id, "kaas");
        ReceiptCheck check = counter.closed(id);
        assertThat(Installed.origin(check, kaas)).isEqualTo(ReceiptCheck.Origin.CACHED);
        assertThat(Installed.origin(check, other))
                .as("of the same name and version, with other contents")
                .isEqualTo(ReceiptCheck.Origin.ELSEWHERE);
        assertThat(Installed.origin(check, brood))
                .as("its page was not asked for")
                .isEqualTo(ReceiptCheck.Origin.ELSEWHERE);
        String later = open();
        counter.look(later, "brood");
        assertThat(Installed.origin(counter.closed(later), brood))
                .as("its page offers it, and nobody was ever given it")
                .isEqualTo(ReceiptCheck.Origin.ELSEWHERE);
    }
}
