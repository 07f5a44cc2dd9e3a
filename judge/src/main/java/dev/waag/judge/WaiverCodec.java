package dev.waag.judge;

import dev.waag.core.Json;
import dev.waag.policy.Waiver;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A waiver as JSON, in the database, in the ledger and over HTTP alike. */
public final class WaiverCodec {
    private WaiverCodec() {}

    /** Its members; what its scope does not name is left out. */
    public static Map<String, Object> fields(Waiver w) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", w.id());
        fields.put("rule", w.rule());
        fields.put("project", w.project());
        w.version().ifPresent(v -> fields.put("version", v));
        w.sha256().ifPresent(v -> fields.put("sha256", v));
        w.advisory().ifPresent(v -> fields.put("advisory", v));
        fields.put("owner", w.owner());
        fields.put("reason", w.reason());
        fields.put("expires", w.expires().toString());
        return fields;
    }

    static byte[] write(Waiver w) {
        return Json.MAPPER.writeValueAsBytes(fields(w));
    }

    static Waiver read(byte[] json) {
        return read(Json.MAPPER.readTree(json));
    }

    /**
     * What {@link #fields} made.
     *
     * @throws IllegalArgumentException where it names nothing that a waiver may be for
     * @throws DateTimeException where its end is no time
     */
    public static Waiver read(JsonNode n) {
        return new Waiver(
                n.path("id").asString(),
                n.path("rule").asString(),
                n.path("project").asString(),
                text(n, "version"),
                text(n, "sha256"),
                text(n, "advisory"),
                n.path("owner").asString(),
                n.path("reason").asString(),
                Instant.parse(n.path("expires").asString()));
    }

    private static Optional<String> text(JsonNode n, String field) {
        return n.has(field) ? Optional.of(n.path(field).asString()) : Optional.empty();
    }
}
