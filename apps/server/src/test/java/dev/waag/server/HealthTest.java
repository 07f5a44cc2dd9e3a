package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Lies;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class HealthTest extends ServerCase {
    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(Wheels.wheel("kaas", "1.0"));
    }

    @Test
    void aFreshServerIsLiveAndReady() throws Exception {
        assertThat(server.get("/health/live").json().path("status").asString()).isEqualTo("live");
        Answer ready = server.get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().path("status").asString()).isEqualTo("ready");
        assertThat(ready.header("Cache-Control")).isEqualTo("no-store");
        assertThat(server.get("/health/other").status()).isEqualTo(404);
    }

    @Test
    void aDeadUpstreamIsShownAndDoesNotMakeItUnready() throws Exception {
        server.get("/simple/kaas/");
        JsonNode answering =
                server.get("/health/ready").json().path("upstreams").path(0);
        assertThat(answering.path("answering").asBoolean()).isTrue();
        index.behave(Lies.reset());
        clock.advance(Duration.ofMinutes(5));
        assertThat(server.get("/simple/kaas/").status()).isEqualTo(200);
        clock.advance(Duration.ofHours(2));
        Answer ready = server.get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        JsonNode body = ready.json();
        assertThat(body.path("status").asString()).isEqualTo("degraded");
        assertThat(body.path("oldest_page").asString()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(body.path("oldest_page_age").asString()).isNotEmpty();
        JsonNode upstream = body.path("upstreams").path(0);
        assertThat(upstream.path("answering").asBoolean()).isFalse();
        assertThat(upstream.path("failing_since").asString()).isEqualTo("2026-11-22T10:05:00Z");
        assertThat(upstream.path("reason").asString()).isNotEmpty();
        index.honest();
        server.get("/simple/kaas/");
        assertThat(server.get("/health/ready").json().path("status").asString()).isEqualTo("ready");
    }
}
