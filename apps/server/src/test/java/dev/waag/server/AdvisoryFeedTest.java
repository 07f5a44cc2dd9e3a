package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Osv;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Advisories while the server runs: what it says of them, and what becomes of a source that changes, ages or breaks. */
final class AdvisoryFeedTest extends ServerCase {
    private final Distribution bad = Wheels.wheel("kaas", "1.0");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(bad);
    }

    @BeforeEach
    void advise() throws Exception {
        record(Osv.of("GHSA-1", "brie"));
        restart("advisories.sources", folder.toString(), "advisories.refresh", "1s");
        eventually(() -> state().equals("current"));
    }

    private void record(Osv record) throws IOException {
        Files.write(folder.resolve(record.id() + ".json"), record.json());
    }

    private JsonNode health() throws IOException {
        return server.get("/health/ready").json();
    }

    private String state() throws IOException {
        return health().path("advisories").path("state").asString();
    }

    private boolean refused() throws IOException {
        return server.entry(bad).path("yanked").asString("").contains("known-vulnerable");
    }

    @Test
    void aNewRecordRefusesWhatWasAllowedAndATakenOneAllowsItAgain() throws Exception {
        assertThat(refused()).isFalse();
        record(Osv.of("GHSA-2", "kaas"));
        eventually(this::refused);
        Answer file = server.get(server.path(bad));
        assertThat(file.status()).isEqualTo(403);
        assertThat(file.phrase()).startsWith("Blocked by Waag: known-vulnerable: GHSA-2");
        Files.delete(folder.resolve("GHSA-2.json"));
        eventually(() -> !refused());
    }

    @Test
    void theLastSetIsInForceFromTheFirstRequestOfTheNextStart() throws Exception {
        record(Osv.of("GHSA-2", "kaas"));
        eventually(this::refused);
        restart("advisories.sources", folder.toString(), "advisories.refresh", "1s");
        assertThat(state()).isEqualTo("current");
        assertThat(refused()).isTrue();
        restart();
        assertThat(state()).isEqualTo("none");
        assertThat(refused()).isFalse();
    }

    @Test
    void aSourceThatBreaksLeavesWhatWasKnown() throws Exception {
        record(Osv.of("GHSA-2", "kaas"));
        eventually(this::refused);
        Files.delete(folder.resolve("GHSA-1.json"));
        Files.delete(folder.resolve("GHSA-2.json"));
        eventually(() -> health().path("advisories").has("trouble"));
        assertThat(refused()).isTrue();
        assertThat(health().path("status").asString()).isEqualTo("degraded");
        assertThat(server.get("/health/ready").status()).isEqualTo(200);
        record(Osv.of("GHSA-1", "brie"));
        eventually(() -> !health().path("advisories").has("trouble"));
    }

    @Test
    void healthAndMetricsTellHowManyAndHowOld() throws Exception {
        JsonNode source = health().path("advisories").path("sources").path(0);
        assertThat(source.path("source").asString()).isEqualTo(folder.toString());
        assertThat(source.path("records").asInt()).isEqualTo(1);
        assertThat(source.path("as_of").asString()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(source.path("age").asString()).isNotEmpty();
        String metrics = server.get("/metrics").text();
        assertThat(metrics)
                .contains("waag_advisories_up 1\n")
                .contains("waag_advisories_records{source=\"" + folder + "\"} 1\n")
                .contains("waag_advisories_age_seconds{source=\"" + folder + "\"} 36000\n");
        clock.advance(Duration.ofDays(2));
        assertThat(state()).isEqualTo("stale");
        assertThat(server.get("/health/ready").status()).isEqualTo(200);
        assertThat(health().path("status").asString()).isEqualTo("degraded");
    }

    @Test
    void withoutAnyTheStartSaysThatTheyAreAwaited() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        restart("advisories.sources", empty.toString(), "advisories.refresh", "1s");
        assertThat(state()).isEqualTo("awaited");
        assertThat(server.get("/health/ready").status()).isEqualTo(200);
        assertThat(server.get("/osv/v1/vulns/GHSA-1").status()).isEqualTo(503);
        assertThat(server.get("/osv/v1/vulns/GHSA-1").header("Retry-After")).isNotEmpty();
        assertThat(server.get("/metrics").text()).contains("waag_advisories_up 0\n");
        assertThat(refused()).isFalse();
        Files.write(empty.resolve("GHSA-2.json"), Osv.of("GHSA-2", "kaas").json());
        eventually(this::refused);
        assertThat(state()).isEqualTo("current");
    }
}
