package dev.waag.receipt;

import dev.waag.core.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A receipt.
 *
 * @param id that of the token that it is opened with
 * @param user who opened it: a user, or a CI job such as {@code github:acme/widget}
 * @param expires when it closes by itself
 * @param claims what an issuer said of the job; empty where a user's token opened it
 * @param closed when it was closed; empty while it is open
 */
public record Receipt(
        String id, String user, Instant opened, Instant expires, Map<String, String> claims, Optional<Instant> closed) {
    /** The predicate type of its statement. */
    public static final String PREDICATE = "https://waag.dev/receipt/v1";

    public Receipt {
        claims = Map.copyOf(claims);
    }

    Receipt closedAt(Instant at) {
        return new Receipt(id, user, opened, expires, claims, Optional.of(at));
    }

    /** As it is kept, listed and told. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("user", user);
        fields.put("opened", opened.toString());
        fields.put("expires", expires.toString());
        fields.put("closed", closed.map(Instant::toString).orElse(null));
        fields.put("claims", new TreeMap<>(claims));
        return fields;
    }

    byte[] body() {
        return Json.MAPPER.writeValueAsBytes(fields());
    }

    static Receipt read(byte[] body) {
        JsonNode json = Json.MAPPER.readTree(body);
        Map<String, String> claims = new LinkedHashMap<>();
        json.path("claims")
                .properties()
                .forEach(p -> claims.put(p.getKey(), p.getValue().asString("")));
        return new Receipt(
                json.path("id").asString(),
                json.path("user").asString(),
                Instant.parse(json.path("opened").asString()),
                Instant.parse(json.path("expires").asString()),
                claims,
                json.path("closed").isString()
                        ? Optional.of(Instant.parse(json.path("closed").asString()))
                        : Optional.empty());
    }
}
