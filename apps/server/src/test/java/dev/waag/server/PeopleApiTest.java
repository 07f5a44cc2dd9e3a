package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.OidcProvider;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People with an issuer's identity, over HTTP. */
final class PeopleApiTest {
    private static final String WAIVERS = "/api/v1/waivers";
    private static final String TOKENS = "/api/v1/identity/tokens";

    private final TestClock clock = new TestClock();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private static String bearer(String identity) {
        return "Authorization: Bearer " + identity;
    }

    @Test
    void anIdentityCountsWhereATokenDoes() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex();
                OidcProvider login = new OidcProvider("login", clock)) {
            index.add(Wheels.wheel("kaas", "1.0"));
            Files.writeString(data.resolve("waag.toml"), """
                    [access]
                    read = "authenticated"
                    [[oidc-issuer]]
                    url = "%1$s"
                    kind = "generic"
                    [[oidc-person]]
                    issuer = "%1$s"
                    claims = ["groups=security"]
                    roles = ["security"]
                    """.formatted(login.url()));
            try (TestServer server = new TestServer(data, index, clock)) {
                String sue = login.identity(Map.of("aud", "waag", "sub", "1", "groups", List.of("security")));
                String eve = login.identity(Map.of("aud", "waag", "sub", "2", "groups", List.of("sales")));
                String forged = sue.substring(0, sue.length() - 10) + "AAAAAAAAAA";
                String basic =
                        Base64.getEncoder().encodeToString(("__token__:" + sue).getBytes(StandardCharsets.UTF_8));
                assertThat(server.get("/simple/kaas/").status()).isEqualTo(401);
                assertThat(server.get("/simple/kaas/", "Authorization: Basic " + basic)
                                .status())
                        .isEqualTo(200);
                assertThat(server.get(WAIVERS, bearer(sue)).status()).isEqualTo(200);
                assertThat(server.get("/api/v1/keys", bearer(sue)).status())
                        .as("not what the role permits")
                        .isEqualTo(403);
                assertThat(server.get("/simple/kaas/", bearer(eve)).status()).isEqualTo(403);
                assertThat(server.get("/simple/kaas/", bearer(eve)).text()).contains("gives this identity a role");
                assertThat(server.get(WAIVERS, bearer(forged)).status()).isEqualTo(403);
                assertThat(server.get("/health/live", bearer(forged)).status())
                        .as("what is open to all stays so")
                        .isEqualTo(200);
                byte[] body = ("{\"token\": \"" + sue + "\"}").getBytes(StandardCharsets.UTF_8);
                assertThat(server.send("POST", "/_/oidc/mint-token", body, "Content-Type: application/json")
                                .text())
                        .contains("invalid-publisher");
                String listed = server.get(TOKENS, bearer(server.token())).text();
                assertThat(listed).contains("\"type\":\"person\"").doesNotContain(sue);
                String id = server.get(TOKENS, bearer(sue))
                        .json()
                        .path("tokens")
                        .path(0)
                        .path("id")
                        .asString();
                assertThat(server.send("DELETE", TOKENS + "/" + id, new byte[0], bearer(server.token()))
                                .status())
                        .isEqualTo(200);
                assertThat(server.get(WAIVERS, bearer(sue)).status()).isEqualTo(403);
                assertThat(server.get(WAIVERS, bearer(sue)).text()).contains("it was revoked");
            }
        }
    }
}
