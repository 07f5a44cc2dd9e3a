package dev.waag.keys;

import dev.waag.core.Json;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.NoteException;
import dev.waag.sign.VerifyKey;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A key as its owner sees it.
 *
 * @param threshold how many keys of its purpose must sign
 * @param store where its private half is kept, without the part that says which; empty where it is gone
 */
public record KeyView(KeyEntry entry, int threshold, Optional<String> store) {
    /** As the API and {@code waag keys list --format json} write it. */
    public ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("name", entry.name());
        json.put("key_id", entry.key().keyId());
        json.put("algorithm", entry.key().algorithm().word());
        json.put("purpose", entry.purpose());
        json.put("state", entry.state().word());
        json.put("created", entry.created().toString());
        json.put("expires", entry.expires().toString());
        json.put("ended", entry.ended().map(Instant::toString).orElse(null));
        json.put("reason", entry.reason().orElse(null));
        json.put("threshold", threshold);
        json.put("store", store.orElse(null));
        json.put("public_key", entry.key().pem());
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    static KeyView parse(JsonNode json) throws NoteException {
        String word = json.path("state").asString("");
        KeyEntry.State state = Stream.of(KeyEntry.State.values())
                .filter(s -> s.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new NoteException("a key has no state '" + word + "'"));
        return new KeyView(
                new KeyEntry(
                        json.path("name").asString(""),
                        json.path("purpose").asString(""),
                        VerifyKey.parsePem(json.path("public_key").asString("")).getFirst(),
                        Instant.parse(json.path("created").asString("")),
                        Instant.parse(json.path("expires").asString("")),
                        state,
                        text(json, "ended").map(Instant::parse),
                        text(json, "reason")),
                json.path("threshold").asInt(1),
                text(json, "store"));
    }

    private static Optional<String> text(JsonNode json, String member) {
        JsonNode value = json.path(member);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }
}
