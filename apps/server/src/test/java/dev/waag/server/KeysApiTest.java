package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.server.TestServer.Answer;
import dev.waag.sign.Dsse;
import dev.waag.sign.StrictBase64;
import dev.waag.sign.TrustSet;
import dev.waag.testkit.SimulatedIndex;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/keys} and {@code /trust/}: the server signs, and no private key leaves it. */
final class KeysApiTest extends ServerCase {
    private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);

    @Override
    void fill(SimulatedIndex upstream) {}

    private Answer post(String path, Map<String, ?> body) throws Exception {
        return server.send(
                "POST",
                "/api/v1/keys" + path,
                Json.MAPPER.writeValueAsBytes(body),
                "Authorization: Bearer " + server.token(),
                "Content-Type: application/json");
    }

    private Answer sign(String name) throws Exception {
        return post(
                "/" + name + "/sign", Map.of("payload_type", Dsse.IN_TOTO, "payload", StrictBase64.encode(PAYLOAD)));
    }

    @Test
    void whatTheServerSignsVerifiesUnderTheRootThatItServes() throws Exception {
        assertThat(post("", Map.of("name", "acme", "algorithm", "ecdsa-p256", "purpose", "release"))
                        .status())
                .isEqualTo(201);
        JsonNode made = sign("acme").json();
        Dsse envelope = new Dsse(
                Dsse.IN_TOTO,
                PAYLOAD,
                List.of(new Dsse.Signature(
                        made.path("keyid").asString(""),
                        StrictBase64.decode(made.path("sig").asString("")))));
        TrustSet trust = TrustSet.parse(server.get("/trust/root.json").text(), clock.instant());
        assertThat(trust.verify(envelope, clock.instant(), Optional.empty())).isInstanceOf(TrustSet.Verified.class);
        assertThat(trust.logs()).isNotEmpty();
        assertThat(server.get("/trust/2.root.json").text())
                .isEqualTo(server.get("/trust/root.json").text());
        assertThat(server.get("/trust/3.root.json").status()).isEqualTo(404);
        assertThat(server.get("/trust/keys.pem").text()).startsWith("-----BEGIN PUBLIC KEY-----");
    }

    @Test
    void refusalsHaveTheirStatus() throws Exception {
        assertThat(post("", Map.of("name", "acme")).status()).isEqualTo(201);
        assertThat(post("", Map.of("name", "acme")).status()).isEqualTo(400);
        assertThat(post("", Map.of("name", "../root")).status()).isEqualTo(400);
        assertThat(post("", Map.of("name", "b", "algorithm", "rsa")).status()).isEqualTo(400);
        assertThat(post("", Map.of("name", "b", "store", "vault")).status()).isEqualTo(400);
        assertThat(sign("nobody").status()).isEqualTo(404);
        assertThat(sign("root").status())
                .as("the root's key signs no statement")
                .isEqualTo(409);
        assertThat(post("/acme/revoke", Map.of("reason", "lost"))
                        .json()
                        .path("state")
                        .asString(""))
                .isEqualTo("revoked");
        assertThat(sign("acme").status()).isEqualTo(409);
        assertThat(post("/root/revoke", Map.of()).status()).isEqualTo(409);
        assertThat(post("/rewrap", Map.of()).status())
                .as("nothing is encrypted")
                .isEqualTo(409);
        assertThat(post("/acme/other", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void nobodyWithoutATokenSignsOrSees() throws Exception {
        assertThat(server.get("/api/v1/keys").status()).isEqualTo(401);
        byte[] body = "{\"name\":\"mine\"}".getBytes(StandardCharsets.UTF_8);
        for (String path : List.of("", "/own", "/root/rotate", "/rewrap")) {
            assertThat(server.send("POST", "/api/v1/keys" + path, body, "Content-Type: application/json")
                            .status())
                    .as(path)
                    .isEqualTo(401);
        }
    }
}
