package dev.waag.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.waag.core.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AlertsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Alert ALERT =
            new Alert("run-failed", NOW, "acme, stage test", "the stage failed", Map.of("stage", "test"));

    private record Got(String id, String timestamp, Optional<String> signature, byte[] body) {}

    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<Got> got = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", e -> {
            got.add(new Got(
                    String.valueOf(e.getRequestHeaders().getFirst("webhook-id")),
                    String.valueOf(e.getRequestHeaders().getFirst("webhook-timestamp")),
                    Optional.ofNullable(e.getRequestHeaders().getFirst("webhook-signature")),
                    e.getRequestBody().readAllBytes()));
            int status = answers.isEmpty() ? 204 : answers.pop();
            if (status / 100 == 3) {
                e.getResponseHeaders().set("Location", "/elsewhere");
            }
            e.sendResponseHeaders(status, -1);
            e.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Delivery send(Optional<String> secret) {
        URI webhook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alert?team=a");
        AlertSettings settings = new AlertSettings(
                Optional.of(webhook), secret, Optional.empty(), Duration.ofSeconds(5), 3, Duration.ofMillis(1));
        try (Alerts alerts = new Alerts(settings, Map.of(), InstantSource.fixed(NOW))) {
            return alerts.send(ALERT);
        }
    }

    @Test
    void tellsWhatHappenedOnce() {
        assertThat(send(Optional.empty())).isEqualTo(new Delivery.Delivered(1));
        assertThat(got).hasSize(1);
        JsonNode body = Json.MAPPER.readTree(got.getFirst().body());
        assertThat(body.path("schema").asString()).isEqualTo("waag-alert/1");
        assertThat(body.path("kind").asString()).isEqualTo("run-failed");
        assertThat(body.path("at").asString()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(body.path("id").asString()).isEqualTo(got.getFirst().id());
        assertThat(body.path("text").asString()).isEqualTo("acme, stage test: the stage failed");
        assertThat(body.path("details").path("stage").asString()).isEqualTo("test");
        assertThat(got.getFirst().signature()).isEmpty();
    }

    @Test
    void signsAsTheSpecificationsExample() {
        // Standard Webhooks, "Signature scheme": its example of id, timestamp, payload and secret.
        String signature = new WebhookSecret("whsec" + "_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theSignatureCoversWhatIsSent() {
        String secret = "a secret of more than 16 bytes";
        send(Optional.of(secret));
        Got one = got.getFirst();
        assertThat(one.signature())
                .contains(new WebhookSecret(secret).sign(one.id(), Long.parseLong(one.timestamp()), one.body()));
        assertThat(new String(one.body(), StandardCharsets.UTF_8)).doesNotContain(secret);
    }

    @Test
    void triesAgainWhatMayPassAndSaysThatItIsTheSame() {
        answers.addAll(List.of(503, 429));
        assertThat(send(Optional.empty())).isEqualTo(new Delivery.Delivered(3));
        assertThat(got.stream().map(Got::id).distinct()).hasSize(1);
    }

    @Test
    void givesUpAfterItsAttempts() {
        answers.addAll(List.of(500, 500, 500, 500));
        assertThat(send(Optional.empty()))
                .isInstanceOfSatisfying(
                        Delivery.Failed.class, f -> assertThat(f.reason()).contains("status 500"));
        assertThat(got).hasSize(3);
    }

    @Test
    void whatTheReceiverRefusesIsNotSentAgain() {
        answers.add(404);
        assertThat(send(Optional.empty())).isInstanceOf(Delivery.Failed.class);
        answers.add(302);
        assertThat(send(Optional.empty())).isInstanceOf(Delivery.Failed.class);
        assertThat(got).hasSize(2);
    }

    @Test
    void nobodyIsToldWhereNobodyIsConfigured() {
        try (Alerts alerts = new Alerts(AlertSettings.NONE, Map.of(), InstantSource.fixed(NOW))) {
            assertThat(alerts.send(ALERT)).isEqualTo(new Delivery.NobodyToTell());
        }
    }

    @Test
    void alertsAreNotSentInTheClear() {
        for (String good :
                List.of("https://hooks.example/a", "http://localhost:1/", "http://[::1]/", "http://127.1.2.3/")) {
            assertThat(AlertSettings.fault(URI.create(good))).as(good).isEmpty();
        }
        for (String bad :
                List.of("http://hooks.example/", "http://127.0.0.1.example/", "ftp://localhost/", "mailto:a@b")) {
            assertThat(AlertSettings.fault(URI.create(bad))).as(bad).isPresent();
        }
    }

    @Test
    void secretsAreCheckedAndNeverShown() {
        assertThat(AlertSettings.secretFault("short")).isPresent();
        assertThat(AlertSettings.secretFault("whsec_???")).isPresent();
        String secret = "0123456789abcdef";
        AlertSettings settings = AlertSettings.of(
                Optional.of(URI.create("https://user:word@hooks.example/")), Optional.of(secret), Optional.empty());
        assertThat(settings.toString()).doesNotContain(secret).doesNotContain("word");
        assertThatThrownBy(() -> AlertSettings.of(
                        Optional.of(URI.create("http://hooks.example/")), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
