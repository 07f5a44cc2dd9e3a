package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class IdentityApiTest {
    private static final String USERS = "/api/v1/identity/users";
    private static final String TOKENS = "/api/v1/identity/tokens";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @SuppressWarnings("NullAway.Init") // made before each test
    private RunningGate gate;

    @SuppressWarnings("NullAway.Init") // made before each test
    private String[] admin;

    @BeforeEach
    void start() throws Exception {
        gate = RunningGate.start(data, URI.create("http://index.example/simple/"));
        admin = bearer(gate.token());
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private JsonNode made(String path, String body) throws Exception {
        HttpResponse<byte[]> answer = gate.send("POST", path, body, admin);
        assertThat(answer.statusCode()).as(RunningGate.text(answer)).isEqualTo(201);
        return Json.MAPPER.readTree(answer.body());
    }

    private String person(String name, String role) throws Exception {
        made(USERS, "{\"name\": \"" + name + "\", \"roles\": [\"" + role + "\"]}");
        return made(TOKENS, "{\"user\": \"" + name + "\"}").path("token").asString();
    }

    @Test
    void aTokenIsShownOnceAndListedWithoutItsSecret() throws Exception {
        String token = person("ann", "publisher");
        assertThat(gate.get(USERS, bearer(token)).statusCode()).isEqualTo(200);
        JsonNode row = gate.json(TOKENS, admin).path("tokens").get(0);
        assertThat(row.path("user").asString()).isEqualTo("ann");
        assertThat(row.path("state").asString()).isEqualTo("valid");
        assertThat(row.path("last_used").isString()).isTrue();
        assertThat(row.path("created_by").asString()).isEqualTo("admin");
        assertThat(row.toString()).doesNotContain(token);
        JsonNode schema = Json.MAPPER.readTree(OpenApiRoute.document()).at("/components/schemas/Token/properties");
        assertThat(row.propertyNames()).isSubsetOf(schema.propertyNames());
    }

    @Test
    void whoMayNotIsToldWhatTheyLack() throws Exception {
        String ann = person("ann", "publisher");
        String sam = person("sam", "security");
        HttpResponse<byte[]> answer =
                gate.send("POST", USERS, "{\"name\": \"eve\", \"roles\": [\"admin\"]}", bearer(ann));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(RunningGate.text(answer)).contains("ann may not manage identities", "needs the role admin");
        assertThat(gate.send("POST", TOKENS, "{\"user\": \"sam\"}", bearer(ann)).statusCode())
                .isEqualTo(403);
        assertThat(gate.send("POST", TOKENS, "{\"user\": \"sam\"}", bearer(sam)).statusCode())
                .isEqualTo(403);
        assertThat(gate.get("/api/v1/waivers", bearer(ann)).statusCode()).isEqualTo(403);
        assertThat(gate.get("/api/v1/waivers", bearer(sam)).statusCode()).isEqualTo(200);
        assertThat(gate.send("DELETE", USERS + "/sam", "", bearer(ann)).statusCode())
                .isEqualTo(403);
        assertThat(gate.send("POST", USERS, "{\"name\": \"eve\", \"roles\": [\"admin\"]}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(gate.json(USERS, bearer(ann)).path("users").size())
                .as("sees themselves")
                .isEqualTo(1);
        assertThat(gate.json(TOKENS, bearer(ann)).path("tokens").size()).isEqualTo(1);
    }

    @Test
    void aTokenForSomeProjectsMakesNoOthers() throws Exception {
        made(USERS, "{\"name\": \"ada\", \"roles\": [\"admin\"]}");
        String narrow = made(TOKENS, "{\"user\": \"ada\", \"projects\": [\"acme-x\"]}")
                .path("token")
                .asString();
        assertThat(gate.send("POST", TOKENS, "{\"user\": \"ada\"}", bearer(narrow))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRevokedTokenIsRefusedEverywhereAtOnce() throws Exception {
        String ann = person("ann", "reader");
        String id = gate.json(TOKENS, admin).path("tokens").get(0).path("id").asString();
        assertThat(gate.get("/ledger/checkpoint", bearer(ann)).statusCode()).isEqualTo(200);
        assertThat(gate.send("DELETE", TOKENS + "/" + id, "", bearer(ann)).statusCode())
                .as("everybody may take back their own")
                .isEqualTo(200);
        HttpResponse<byte[]> answer = gate.get("/ledger/checkpoint", bearer(ann));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(RunningGate.text(answer)).contains("it was revoked").doesNotContain(ann);
        assertThat(gate.get("/ledger/checkpoint", bearer("waag_nonsense")).statusCode())
                .isEqualTo(401);
        assertThat(gate.send("DELETE", TOKENS + "/" + id, "", admin).statusCode())
                .isEqualTo(404);
        assertThat(gate.get("/health/live", bearer(ann)).statusCode()).isEqualTo(200);
    }

    @Test
    void mistakesAreNamed() throws Exception {
        for (List<String> wrong : List.of(
                List.of(USERS, "{\"name\": \"ann\"}", "'roles' must name at least one"),
                List.of(USERS, "{\"name\": \"ann\", \"roles\": [\"reeder\"]}", "did you mean 'reader'?"),
                List.of(USERS, "{\"name\": \"Ann B\", \"roles\": [\"reader\"]}", "no user's name"),
                List.of(USERS, "{\"nam\": \"ann\", \"roles\": [\"reader\"]}", "unknown member 'nam'"),
                List.of(TOKENS, "{\"user\": \"ann\"}", "there is no user 'ann'"),
                List.of(TOKENS, "{\"user\": \"ann\", \"expires\": \"soon\"}", "a duration such as"),
                List.of(TOKENS, "{\"user\": \"ann\", \"expires\": \"9999d\"}", "at most 366d"),
                List.of(TOKENS, "{\"user\": \"ann\", \"projects\": [\"a b\"]}", "no project name"),
                List.of(TOKENS, "[]", "no JSON object"))) {
            HttpResponse<byte[]> answer = gate.send("POST", wrong.get(0), wrong.get(1), admin);
            assertThat(answer.statusCode()).as(wrong.get(1)).isEqualTo(400);
            assertThat(RunningGate.text(answer)).contains(wrong.get(2));
        }
    }
}
