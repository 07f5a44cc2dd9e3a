package dev.waag.keys;

import dev.waag.core.Json;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.fetch.SendRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a vault's transit API (HashiCorp Vault, "Transit secrets engine"). */
final class VaultClient {
    private static final int MAX = 1 << 20;

    private final KeySettings.Vault settings;
    private final Map<String, String> environment;

    VaultClient(KeySettings.Vault settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** Lets a key be deleted, and deletes it; that it is gone already is no failure. */
    void delete(String key) throws IOException {
        ask("POST", "keys/" + key + "/config", Map.of("deletion_allowed", true));
        ask("DELETE", "keys/" + key, Map.of());
    }

    /** @param path below the engine's mount */
    JsonNode ask(String method, String path, Map<String, ?> body) throws IOException {
        URI uri = URI.create(settings.url().toString().replaceAll("/+$", "") + "/v1/" + settings.mount() + "/" + path);
        Map<String, String> headers =
                Map.of("X-Vault-Token", token(), "X-Vault-Request", "true", "Content-Type", "application/json");
        FetchSettings fetch = FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(settings.url()));
        try (Fetcher fetcher = new Fetcher(fetch);
                Response response = method.equals("GET")
                        ? fetcher.get(new FetchRequest(uri, headers, Optional.empty(), false, MAX, false, true))
                        : fetcher.send(new SendRequest(
                                method, uri, headers, Optional.of(Json.MAPPER.writeValueAsBytes(body)), MAX))) {
            byte[] answer = response.readAll();
            if (response.status() == 404 && !method.equals("GET")) {
                return Json.MAPPER.createObjectNode(); // gone already
            }
            if (response.status() / 100 != 2) {
                throw new IOException("the vault answered " + response.status() + " to " + method + " " + path);
            }
            return answer.length == 0 ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(answer);
        } catch (JacksonException e) {
            throw new IOException("the vault's answer is not JSON", e);
        }
    }

    private String token() throws IOException {
        try (var lines = Files.lines(settings.tokenFile())) {
            return lines.findFirst().orElse("").strip();
        }
    }
}
