package dev.waag.alert;

import dev.waag.core.Json;
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
import tools.jackson.databind.node.ObjectNode;

/** Sends alerts to a webhook. */
final class Webhook implements Sender {
    private static final int MAX_ANSWER = 64 << 10;

    private final URI webhook;
    private final Optional<WebhookSecret> secret;
    private final InstantSource clock;
    private final Fetcher fetcher;

    Webhook(
            URI webhook,
            Optional<WebhookSecret> secret,
            Duration timeout,
            Map<String, String> environment,
            InstantSource clock) {
        this.webhook = webhook;
        this.secret = secret;
        this.clock = clock;
        FetchLimits limits = FetchLimits.DEFAULT.withTimes(timeout, timeout, timeout, timeout);
        this.fetcher = new Fetcher(
                FetchSettings.fromEnvironment(environment, List.of(), limits).withUpstreams(List.of(webhook)));
    }

    @Override
    public Optional<Failure> attempt(String id, Alert alert) {
        byte[] body = body(id, alert);
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

    @Override
    public void close() {
        fetcher.close();
    }
}
