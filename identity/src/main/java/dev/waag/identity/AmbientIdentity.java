package dev.waag.identity;

import dev.waag.core.Json;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.fetch.SendRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The identity of the CI job that this process runs in, found in its environment.
 *
 * <ul>
 *   <li>GitHub: asked for at {@code ACTIONS_ID_TOKEN_REQUEST_URL} with {@code ACTIONS_ID_TOKEN_REQUEST_TOKEN}.
 *   <li>GitLab: in {@code <AUDIENCE>_ID_TOKEN}, as {@code id_tokens} in the job's description puts it there.
 *   <li>Others: in {@code WAAG_ID_TOKEN}.
 * </ul>
 */
public final class AmbientIdentity {
    private static final int MAX_BYTES = 64 << 10;

    private final Map<String, String> environment;

    public AmbientIdentity(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Whether this looks like a job that has an identity, for whomever. */
    public boolean likely() {
        return !github().isEmpty()
                || !variable("GITLAB_CI").isEmpty()
                || !variable("WAAG_ID_TOKEN").isEmpty();
    }

    /** Whether this looks like a job that has an identity for that audience. */
    public boolean present(String audience) {
        return !github().isEmpty() || given(audience).isPresent();
    }

    /** The job's identity, made out for that audience; empty where this is no such job. */
    public Optional<String> find(String audience) throws IOException {
        Optional<String> given = given(audience);
        if (given.isPresent() || github().isEmpty()) {
            return given;
        }
        String url = github();
        String all = url + (url.contains("?") ? "&" : "?") + "audience="
                + URLEncoder.encode(audience, StandardCharsets.UTF_8);
        try (Fetcher fetcher = fetcher(URI.create(url))) {
            FetchRequest request = new FetchRequest(
                    URI.create(all),
                    Map.of("Authorization", "bearer " + variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN")),
                    Optional.empty(),
                    false,
                    MAX_BYTES,
                    false,
                    true);
            try (Response response = fetcher.get(request)) {
                JsonNode json = json(response, "the CI's identity service");
                return Optional.of(json.path("value").asString("")).filter(v -> !v.isEmpty());
            }
        }
    }

    /**
     * Exchanges the job's identity for a token of a gate that may publish.
     *
     * @param gate its address, without a slash at its end
     * @return the token; empty where this is no such job
     */
    public Optional<String> mint(URI gate) throws IOException {
        try (Fetcher fetcher = fetcher(gate)) {
            Optional<String> identity = find(audience(fetcher, gate));
            if (identity.isEmpty()) {
                return Optional.empty();
            }
            byte[] body = Json.MAPPER.writeValueAsBytes(Map.of("token", identity.get()));
            SendRequest request = new SendRequest(
                    "POST",
                    URI.create(gate + "/_/oidc/mint-token"),
                    Map.of("Content-Type", "application/json", "Accept", "application/json"),
                    Optional.of(body),
                    MAX_BYTES);
            try (Response response = fetcher.send(request)) {
                return Optional.of(json(response, "the gate").path("token").asString(""))
                        .filter(t -> !t.isEmpty());
            }
        }
    }

    /** For whom identities must be made out that a gate is to accept. */
    public String audience(URI gate) throws IOException {
        try (Fetcher fetcher = fetcher(gate)) {
            return audience(fetcher, gate);
        }
    }

    private static String audience(Fetcher fetcher, URI gate) throws IOException {
        try (Response response = fetcher.get(FetchRequest.of(URI.create(gate + "/_/oidc/audience"), MAX_BYTES))) {
            return json(response, "the gate").path("audience").asString("");
        }
    }

    private Fetcher fetcher(URI url) {
        return new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(url)));
    }

    private static JsonNode json(Response response, String who) throws IOException {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(response.readAll());
        } catch (JacksonException e) {
            throw new IOException(who + " answers " + response.status() + " and no JSON", e);
        }
        if (response.status() != 200) {
            String why = json.path("errors")
                    .path(0)
                    .path("description")
                    .asString(json.path("message").asString(""));
            throw new IOException(who + " answers " + response.status() + (why.isEmpty() ? "" : ": " + why));
        }
        return json;
    }

    private String github() {
        return variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN").isEmpty() ? "" : variable("ACTIONS_ID_TOKEN_REQUEST_URL");
    }

    private Optional<String> given(String audience) {
        String name = audience.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
            name = "_" + name.substring(1);
        }
        String gitlab = variable("GITLAB_CI").isEmpty() ? "" : variable(name + "_ID_TOKEN");
        String value = gitlab.isEmpty() ? variable("WAAG_ID_TOKEN") : gitlab;
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
