package dev.waag.identity;

import dev.waag.core.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Publishers as they lie in the database. */
final class PublisherCodec {
    private PublisherCodec() {}

    static byte[] write(Publisher p) {
        Map<String, Object> fields = fields(p);
        fields.put("user", p.user());
        fields.put("created", p.created().toString());
        fields.put("owner", p.owner().orElse(null));
        fields.put("last_used", p.lastUsed().map(Instant::toString).orElse(null));
        return Json.MAPPER.writeValueAsBytes(fields);
    }

    /** As it is entered in the ledger. */
    static Map<String, Object> fields(Publisher p) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", p.id());
        fields.put("projects", new TreeSet<>(p.projects()));
        fields.put("issuer", p.issuer());
        fields.put("claims", new TreeMap<>(p.claims()));
        fields.put("environment", p.environment().orElse(null));
        fields.put("pending", p.pending());
        return fields;
    }

    static Publisher read(byte[] body) {
        JsonNode json = Json.MAPPER.readTree(body);
        Set<String> projects = new LinkedHashSet<>();
        json.path("projects").forEach(p -> projects.add(p.asString()));
        return new Publisher(
                json.path("id").asString(),
                projects,
                json.path("issuer").asString(),
                Codec.texts(json.path("claims")),
                Codec.text(json, "environment"),
                json.path("pending").asBoolean(),
                json.path("user").asString(),
                Instant.parse(json.path("created").asString()),
                Codec.text(json, "owner"),
                Codec.text(json, "last_used").map(Instant::parse));
    }
}
