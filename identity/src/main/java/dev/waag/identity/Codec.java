package dev.waag.identity;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Users and tokens as they lie in the database. */
final class Codec {
    private Codec() {}

    static byte[] write(User u) {
        return Json.MAPPER.writeValueAsBytes(fields(u));
    }

    /** As it is listed and entered in the ledger. */
    static Map<String, Object> fields(User u) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("user", u.name());
        fields.put("roles", words(u.roles(), Role::word));
        fields.put("created", u.created().toString());
        return fields;
    }

    static User user(byte[] body) {
        JsonNode json = Json.MAPPER.readTree(body);
        Set<Role> roles = new LinkedHashSet<>();
        json.path("roles").forEach(r -> Role.parse(r.asString()).ifPresent(roles::add));
        return new User(
                json.path("user").asString(),
                roles,
                Instant.parse(json.path("created").asString()));
    }

    static byte[] write(Token t) {
        Map<String, Object> fields = fields(t);
        fields.put("hash", t.hash().hex());
        fields.put("claims", t.claims());
        return Json.MAPPER.writeValueAsBytes(fields);
    }

    /** As it is listed and entered in the ledger: without its hash and what an issuer said. */
    static Map<String, Object> fields(Token t) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", t.id());
        fields.put("user", t.user());
        fields.put("type", t.kind().name().toLowerCase(Locale.ROOT));
        fields.put("projects", new TreeSet<>(t.projects()));
        fields.put("actions", words(t.actions(), Permission::word));
        fields.put("created", t.created().toString());
        fields.put("expires", t.expires().map(Instant::toString).orElse(null));
        fields.put("by", t.by());
        fields.put("ended", t.ended().orElse(null));
        return fields;
    }

    static Token token(byte[] body) {
        JsonNode json = Json.MAPPER.readTree(body);
        Set<Permission> actions = new LinkedHashSet<>();
        json.path("actions").forEach(a -> Permission.parse(a.asString()).ifPresent(actions::add));
        Set<String> projects = new LinkedHashSet<>();
        json.path("projects").forEach(p -> projects.add(p.asString()));
        return new Token(
                json.path("id").asString(),
                json.path("user").asString(),
                Principal.Kind.valueOf(json.path("type").asString().toUpperCase(Locale.ROOT)),
                new Sha256(json.path("hash").asString()),
                projects,
                actions,
                Instant.parse(json.path("created").asString()),
                text(json, "expires").map(Instant::parse),
                json.path("by").asString(),
                texts(json.path("claims")),
                text(json, "ended"));
    }

    static Optional<String> text(JsonNode json, String member) {
        JsonNode value = json.path(member);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.properties().forEach(p -> texts.put(p.getKey(), p.getValue().asString("")));
        return texts;
    }

    private static <T> Set<String> words(Set<T> values, Function<T, String> word) {
        Set<String> words = new TreeSet<>();
        values.forEach(v -> words.add(word.apply(v)));
        return words;
    }
}
