package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
    private static final String WHEEL = "demo-1.0-py3-none-any.whl";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final SmallIndex index = new SmallIndex();
    private final String file;

    AccessTest() throws IOException {
        byte[] bytes = index.wheel(
                "demo", WHEEL, "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n", "2020-02-03T04:05:06Z", Map.of());
        file = "/files/demo/" + Sha256.of(bytes).hex().substring(0, 16) + "/" + WHEEL;
    }

    @AfterEach
    void stop() {
        index.close();
    }

    /** As pip, uv and Poetry send what stands in an index URL. */
    private static String basic(String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString(("__token__:" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutATokenNothingIsReadWhereReadingNeedsOne() throws Exception {
        try (RunningGate gate = RunningGate.start(data, index.url(), "access.read", "authenticated")) {
            String[] right = {"Authorization", basic(gate.token())};
            String[] wrong = {"Authorization", basic("x")};
            for (String path : new String[] {
                "/simple/",
                "/simple/demo/",
                file,
                file + ".metadata",
                "/why/1",
                "/ledger/checkpoint",
                "/pypi/demo/json",
                "/integrity/demo/1.0/" + WHEEL + "/provenance",
                "/"
            }) {
                HttpResponse<byte[]> none = gate.get(path);
                assertThat(none.statusCode()).as(path).isEqualTo(401);
                assertThat(none.headers().firstValue("WWW-Authenticate").orElse(""))
                        .startsWith("Basic realm=");
                assertThat(gate.get(path, wrong).statusCode()).as(path).isEqualTo(401);
                assertThat(gate.get(path, right).statusCode()).as(path).isIn(200, 404);
                assertThat(gate.get(path).statusCode()).as(path).isEqualTo(401);
            }
            assertThat(gate.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(gate.get(file, "Authorization", "Bearer " + gate.token()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void noSharedCacheKeepsWhatNotEverybodyMayRead() throws Exception {
        try (RunningGate gate = RunningGate.start(data, index.url(), "access.read", "authenticated")) {
            String[] right = {"Authorization", basic(gate.token())};
            for (String path : new String[] {file, file, file + ".metadata"}) {
                assertThat(cacheControl(gate.get(path, right))).isEqualTo("private, max-age=31536000, immutable");
            }
            assertThat(cacheControl(gate.get("/simple/demo/", right))).isEqualTo("no-cache");
        }
    }

    @Test
    void everybodyMayKeepWhatEverybodyMayRead() throws Exception {
        try (RunningGate gate = RunningGate.start(data, index.url())) {
            assertThat(cacheControl(gate.get(file))).isEqualTo("public, max-age=31536000, immutable");
            assertThat(gate.get("/simple/demo/", "Authorization", basic(gate.token()))
                            .statusCode())
                    .as("a credential that is not needed does no harm")
                    .isEqualTo(200);
            assertThat(gate.get("/simple/demo/", "Authorization", basic("x")).statusCode())
                    .isEqualTo(200);
        }
    }

    private static String cacheControl(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Cache-Control").orElse("");
    }
}
