package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ApiTest {
    private static final String RIGHT = """
            {"rule": "cooldown", "project": "Demo", "owner": "us", "reason": "why", "expires": "2999-12-31"}""";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @SuppressWarnings("NullAway.Init") // made before each test
    private RunningGate gate;

    @SuppressWarnings("NullAway.Init") // made before each test
    private String[] admin;

    @BeforeEach
    void start() throws IOException {
        gate = RunningGate.start(data, URI.create("http://index.example/simple/"));
        admin = new String[] {"Authorization", "Bearer " + gate.token()};
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void givesThePolicyInForceToWhoeverMayRead() throws Exception {
        JsonNode before = gate.json("/api/v1/policy-in-force");
        assertThat(before.path("text").asString()).isEmpty();
        assertThat(before.path("waivers").size()).isZero();
        String text = """
                [rules.known-vulnerable]
                severity = "high"
                [[waiver]]
                rule = "yanked"
                project = "kaas"
                owner = "us"
                reason = "ours"
                expires = 2999-12-31
                """;
        byte[] applied = Json.MAPPER.writeValueAsBytes(Map.of("text", text));
        assertThat(gate.send("POST", "/api/v1/policy", new String(applied, StandardCharsets.UTF_8), admin)
                        .statusCode())
                .isEqualTo(200);
        assertThat(gate.send("POST", "/api/v1/waivers", RIGHT, admin).statusCode())
                .isEqualTo(201);
        JsonNode now = gate.json("/api/v1/policy-in-force");
        assertThat(now.path("text").asString()).isEqualTo(text);
        assertThat(now.path("digest")).isNotEqualTo(before.path("digest"));
        assertThat(now.path("waivers").valueStream().map(w -> w.path("project").asString()))
                .containsExactlyInAnyOrder("kaas", "demo");
    }

    private static JsonNode document() {
        return Json.MAPPER.readTree(OpenApiRoute.document());
    }

    @Test
    void describesExactlyTheRoutesThatExist() {
        Map<String, Set<String>> routes = new TreeMap<>();
        for (Route route : gate.server().routes()) {
            if (route.prefix().startsWith("/api/")) {
                Set<String> methods = new TreeSet<>(route.methods());
                methods.remove("HEAD");
                routes.put(route.prefix().endsWith("/") ? route.prefix() + "{id}" : route.prefix(), methods);
            }
        }
        Map<String, Set<String>> described = new TreeMap<>();
        document().path("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            path.getValue().propertyNames().forEach(m -> methods.add(m.toUpperCase(Locale.ROOT)));
            // what lies deeper belongs to the route above it: /api/v1/keys/{name}/sign is one of /api/v1/keys/
            String route = gate.server().routes().stream()
                    .map(Route::prefix)
                    .filter(p -> p.startsWith("/api/"))
                    .filter(p -> p.endsWith("/")
                            ? path.getKey().startsWith(p)
                            : path.getKey().equals(p))
                    .map(p -> p.endsWith("/") ? p + "{id}" : p)
                    .max(Comparator.comparingInt(String::length))
                    .orElse(path.getKey());
            described.computeIfAbsent(route, r -> new TreeSet<>()).addAll(methods);
        });
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void everyDescribedOperationIsReachedByItsMethod() throws Exception {
        for (var path : document().path("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                String asked = path.getKey().replaceAll("\\{[^}]*}", "x");
                HttpResponse<byte[]> answer = gate.send(method.toUpperCase(Locale.ROOT), asked, "", admin);
                assertThat(answer.statusCode())
                        .as("%s %s", method, path.getKey())
                        .isNotEqualTo(405)
                        .isLessThan(500);
                assertThat(path.getValue().path(method).path("responses").propertyNames())
                        .as("%s %s", method, path.getKey())
                        .contains(String.valueOf(answer.statusCode()));
            }
        }
    }

    @Test
    void describesTheWaiversThatAreReadAndGiven() throws Exception {
        JsonNode schemas = document().path("components").path("schemas");
        assertThat(schemas.path("WaiverRequest").path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(WaiverRequest.MEMBERS);
        HttpResponse<byte[]> granted = gate.send("POST", "/api/v1/waivers", RIGHT, admin);
        assertThat(granted.statusCode()).isEqualTo(201);
        assertThat(schemas.path("Waiver").path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        Json.MAPPER.readTree(granted.body()).propertyNames());
        Set<String> referred = new HashSet<>();
        document().findValues("$ref").forEach(r -> referred.add(r.asString()));
        for (String ref : referred) {
            assertThat(document().at(ref.substring(1)).isMissingNode()).as(ref).isFalse();
        }
    }

    @Test
    void isDescribedToWhoeverReadsAndServedToAdministratorsAlone() throws Exception {
        HttpResponse<byte[]> answer = gate.get("/api/v1/openapi.json");
        assertThat(answer.body()).isEqualTo(OpenApiRoute.document());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(gate.get("/api/v1/waivers").statusCode()).isEqualTo(401);
        assertThat(gate.get("/api/v1/waivers", "Authorization", "Bearer x").statusCode())
                .isEqualTo(401);
        assertThat(gate.send("POST", "/api/v1/waivers", RIGHT).statusCode()).isEqualTo(401);
        assertThat(gate.send("DELETE", "/api/v1/waivers/w-1", "").statusCode()).isEqualTo(401);
        assertThat(gate.get("/api/v1/waivers/w-1", admin).statusCode()).isEqualTo(405);
    }

    @Test
    void everyMistakeOfAWaiverIsNamed() throws Exception {
        assertThat(detail("{}"))
                .contains("'rule' is missing", "'owner' is missing", "'reason' is missing", "'expires' is missing")
                .contains("a waiver needs 'project', 'sha256' or 'advisory'");
        assertThat(detail("[]")).contains("no JSON object");
        assertThat(detail("{")).contains("no JSON object");
        assertThat(detail(RIGHT.replace("\"Demo\"", "7"))).contains("'project' must be a text");
        assertThat(detail(RIGHT.replace("\"Demo\"", "\"acme-*\""))).contains("'acme-*' is no project's name");
        assertThat(detail(RIGHT.replace("owner", "ownr"))).contains("unknown member 'ownr' (did you mean 'owner'?)");
        assertThat(detail(RIGHT.replace("2999-12-31", "2020-01-01"))).contains("'expires' is over");
        assertThat(detail(RIGHT.replace("2999-12-31", "tomorrow"))).contains("must be a date");
        assertThat(gate.send("POST", "/api/v1/waivers", " ".repeat((64 << 10) + 1), admin)
                        .statusCode())
                .isEqualTo(413);
        assertThat(gate.json("/api/v1/waivers", admin).path("waivers").size()).isZero();
    }

    private String detail(String body) throws Exception {
        HttpResponse<byte[]> answer = gate.send("POST", "/api/v1/waivers", body, admin);
        assertThat(answer.statusCode()).isEqualTo(400);
        return Json.MAPPER.readTree(answer.body()).path("detail").asString();
    }
}
