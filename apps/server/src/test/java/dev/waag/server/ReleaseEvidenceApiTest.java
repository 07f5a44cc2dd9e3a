package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What came with a release is read back over HTTP, by whoever may read. */
final class ReleaseEvidenceApiTest {
    private static final Distribution WHEEL = Wheels.wheel("acme-a", "1.0+local.1");
    private static final String SBOM = "{\"bomFormat\":\"CycloneDX\", \"specVersion\":\"1.6\"}";
    private static final String AT = "/api/v1/releases/acme-a/1.0%2Blocal.1/evidence";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private static byte[] form(Map<String, String> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach((name, value) ->
                out.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        out.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"" + WHEEL.filename()
                        + "\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(WHEEL.bytes());
        out.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static JsonNode post(TestServer server, String path, String body) throws Exception {
        return server.send("POST", path, body.getBytes(StandardCharsets.UTF_8), bearer(server.token()))
                .json();
    }

    @Test
    void itIsListedAndGivenByteForByteToThoseWhoMayRead() throws Exception {
        Files.writeString(data.resolve("waag.toml"), "[[claim]]\nprojects = [\"acme-*\"]\nowner = \"team\"\n");
        try (SimulatedIndex index = new SimulatedIndex();
                TestServer server = new TestServer(data, index, new TestClock())) {
            String admin = bearer(server.token());
            TestServer.Answer uploaded = server.send(
                    "POST",
                    "/legacy/",
                    form(Map.of(
                            ":action", "file_upload",
                            "protocol_version", "1",
                            "metadata_version", "2.1",
                            "name", "acme-a",
                            "version", "1.0+local.1",
                            "filetype", "bdist_wheel",
                            "sha256_digest", WHEEL.sha256(),
                            "waag_sbom", SBOM)),
                    admin,
                    "Content-Type: multipart/form-data; boundary=b");
            assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(200);
            TestServer.Answer listed = server.get(AT, admin);
            assertThat(listed.status()).as(listed.text()).isEqualTo(200);
            String digest = Sha256.of(SBOM.getBytes(StandardCharsets.UTF_8)).hex();
            assertThat(listed.text()).contains("\"kind\":\"sbom\"", digest);
            String document = AT + "/" + WHEEL.filename().replace("+", "%2B") + "/" + digest;
            TestServer.Answer got = server.get(document, admin);
            assertThat(got.text()).isEqualTo(SBOM);
            assertThat(got.header("Content-Type")).isEqualTo("application/vnd.cyclonedx+json");
            assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(server.get(AT).status()).as("without a token").isEqualTo(401);
            assertThat(server.get(document).status()).isEqualTo(401);
            assertThat(server.get(AT + "/x.whl/" + digest, admin).status()).isEqualTo(404);
            assertThat(server.get(AT + "/x.whl", admin).status()).isEqualTo(404);
            assertThat(server.send("POST", AT, new byte[0], admin).status()).isEqualTo(405);
            post(server, "/api/v1/identity/users", "{\"name\": \"rita\", \"roles\": [\"reader\"]}");
            String rita = post(server, "/api/v1/identity/tokens", "{\"user\": \"rita\"}")
                    .path("token")
                    .asString();
            assertThat(server.get(document, bearer(rita)).text()).isEqualTo(SBOM);
        }
    }

    @Test
    void theDescriptionHasItsMembers() {
        JsonNode paths = Json.MAPPER.readTree(OpenApiRoute.document()).path("paths");
        assertThat(paths.has("/api/v1/releases/{project}/{version}/evidence")).isTrue();
        assertThat(paths.has("/api/v1/releases/{project}/{version}/evidence/{filename}/{sha256}"))
                .isTrue();
    }
}
