package dev.waag.alert;

import dev.waag.core.Json;
import dev.waag.core.Secrets;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.fetch.SendRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends alerts to the configured webhook, in the form that the package describes. Safe for many threads; closing lets go of the
 * connections, and of what is still being sent.
 */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final int MAX_ANSWER = 64 << 10;

    private final AlertSettings settings;
    private final Optional<WebhookSecret> secret;
    private final InstantSource clock;
    private final Fetcher fetcher;

    /**
     * Costs nothing until the first alert.
     *
     * @param environment for proxies and certificates, as {@link FetchSettings#fromEnvironment} reads it
     */
    public Alerts(AlertSettings settings, Map<String, String> environment, InstantSource clock) {
        this.settings = settings;
        this.secret = settings.secret().map(WebhookSecret::new);
        this.clock = clock;
        Duration t = settings.timeout();
        this.fetcher = new Fetcher(
                FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT.withTimes(t, t, t, t))
                        .withUpstreams(settings.webhook().map(List::of).orElse(List.of())));
    }

    /** Whether anybody is told at all. */
    public boolean configured() {
        return settings.webhook().isPresent();
    }

    /** Sends one, and waits until it arrived or no attempt is left. Never throws; an interrupt ends the attempts and stays set. */
    public Delivery send(Alert alert) {
        if (settings.webhook().isEmpty()) {
            return new Delivery.NobodyToTell();
        }
        URI webhook = settings.webhook().get();
        String id = UUID.randomUUID().toString();
        byte[] body = body(id, alert);
        Duration pause = settings.pause();
        for (int attempt = 1; ; attempt++) {
            Optional<Failure> failure = attempt(webhook, id, body);
            if (failure.isEmpty()) {
                return new Delivery.Delivered(attempt);
            }
            if (attempt == settings.attempts() || !failure.get().passing() || !paused(pause)) {
                String reason = Secrets.mask(failure.get().reason());
                LOG.warn("the alert '{}' about {} did not arrive: {}", alert.kind(), alert.subject(), reason);
                return new Delivery.Failed(attempt, reason);
            }
            pause = pause.multipliedBy(4);
        }
    }

    /** Sends one while the caller goes on; what fails is in the log. */
    public void sendLater(Alert alert) {
        if (configured()) {
            Thread.ofVirtual().name("alert").start(() -> send(alert));
        }
    }

    @Override
    public void close() {
        fetcher.close();
    }

    /** @param passing whether another attempt may go better */
    private record Failure(String reason, boolean passing) {}

    private Optional<Failure> attempt(URI webhook, String id, byte[] body) {
        try (Response answer =
                fetcher.send(new SendRequest("POST", webhook, headers(id, body), Optional.of(body), MAX_ANSWER))) {
            int status = answer.status();
            if (status / 100 == 2) {
                return Optional.empty();
            }
            boolean passing = status == 408 || status == 429 || status / 100 == 5;
            return Optional.of(new Failure(webhook.getHost() + " answered with status " + status, passing));
        } catch (FetchException.Refused | FetchException.BadRedirect | FetchException.Interrupted e) {
            return Optional.of(new Failure(String.valueOf(e.getMessage()), false));
        } catch (IOException e) {
            return Optional.of(new Failure(String.valueOf(e.getMessage()), true));
        }
    }

    private Map<String, String> headers(String id, byte[] body) {
        long timestamp = clock.instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        secret.ifPresent(s -> headers.put("webhook-signature", s.sign(id, timestamp, body)));
        return headers;
    }

    private static byte[] body(String id, Alert alert) {
        Instant at = alert.at().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("schema", "waag-alert/1").put("id", id).put("at", at.toString());
        json.put("kind", alert.kind()).put("subject", alert.subject()).put("message", alert.message());
        // What chat systems show of an incoming webhook.
        json.put("text", alert.subject() + ": " + alert.message());
        ObjectNode details = json.putObject("details");
        alert.details().forEach(details::put);
        return Json.MAPPER.writeValueAsBytes(json);
    }

    private static boolean paused(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
