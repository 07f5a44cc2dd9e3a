package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntegrityTest {
    private static final String LONG_AGO = "2020-02-03T04:05:06Z";
    private static final byte[] PROVENANCE =
            "{\n \"attestation_bundles\": [ ] , \"version\":1 }\n".getBytes(StandardCharsets.UTF_8);
    private static final String WHEEL = "demo-1.0-py3-none-any.whl";
    private static final String AT = "/integrity/demo/1.0/" + WHEEL + "/provenance";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final SmallIndex index = new SmallIndex();

    @SuppressWarnings("NullAway.Init") // made before each test
    private RunningGate gate;

    IntegrityTest() throws IOException {}

    @BeforeEach
    void start() {
        add(WHEEL, LONG_AGO, "/proof/good");
        add("demo-1.1-py3-none-any.whl", LONG_AGO, "/proof/gone");
        add("demo-1.2-py3-none-any.whl", LONG_AGO, "/proof/page");
        add("demo-1.3-py3-none-any.whl", LONG_AGO, "/proof/large");
        add("demo-2.0-py3-none-any.whl", Instant.now().toString(), "/proof/new");
        index.wheel("demo", "demo-1.4-py3-none-any.whl", "Name: demo\n", LONG_AGO, Map.of());
        index.put("/proof/good", "application/json", PROVENANCE);
        index.put("/proof/new", "application/json", PROVENANCE);
        index.put("/proof/page", "text/html", "<p>log in</p>".getBytes(StandardCharsets.UTF_8));
        index.put("/proof/large", "application/json", new byte[(10 << 20) + 1]);
        gate = RunningGate.start(data, index.url());
    }

    private void add(String wheel, String uploaded, String provenance) {
        index.wheel(
                "demo",
                wheel,
                "Name: demo\n",
                uploaded,
                Map.of("provenance", index.url().resolve(provenance).toString()));
    }

    @AfterEach
    void stop() {
        gate.close();
        index.close();
    }

    private int status(String version) throws Exception {
        return gate.get("/integrity/demo/" + version + "/demo-" + version + "-py3-none-any.whl/provenance")
                .statusCode();
    }

    @Test
    void isGivenByteForByteAndAskedForOnce() throws Exception {
        HttpResponse<byte[]> first = gate.get(AT);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/vnd.pypi.integrity.v1+json");
        assertThat(first.body()).isEqualTo(PROVENANCE);
        assertThat(gate.get(AT).body()).isEqualTo(PROVENANCE);
        assertThat(index.asked().stream().filter("/proof/good"::equals)).hasSize(1);
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(gate.get(AT, "If-None-Match", etag).statusCode()).isEqualTo(304);
    }

    @Test
    void thePageNamesItFullyQualifiedOnOurOrigin() throws Exception {
        String page = RunningGate.text(gate.get("/simple/demo/", "Accept", "application/vnd.pypi.simple.v1+json"));
        assertThat(page).contains('"' + gate.url().toString() + AT + '"').doesNotContain("/proof/");
        assertThat(RunningGate.text(gate.get("/simple/demo/", "Accept", "text/html")))
                .contains("data-provenance=\"" + gate.url() + AT + '"');
    }

    @Test
    void isAbsentWhereTheUpstreamHasNone() throws Exception {
        assertThat(status("1.1")).isEqualTo(404);
        assertThat(status("1.4")).isEqualTo(404);
        assertThat(status("9.9")).isEqualTo(404);
        assertThat(gate.get("/integrity/demo/1.1/" + WHEEL + "/provenance").statusCode())
                .as("of another release")
                .isEqualTo(404);
        assertThat(gate.get("/integrity/demo/1.0/" + WHEEL).statusCode()).isEqualTo(404);
    }

    @Test
    void rubbishIsNeitherGivenNorKept() throws Exception {
        assertThat(status("1.2")).isEqualTo(502);
        assertThat(status("1.3")).isEqualTo(502);
        index.put("/proof/page", "application/json", PROVENANCE);
        assertThat(status("1.2")).isEqualTo(200);
    }

    @Test
    void isRefusedAsItsFileIs() throws Exception {
        HttpResponse<byte[]> refused = gate.get("/integrity/demo/2.0/demo-2.0-py3-none-any.whl/provenance");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(RunningGate.text(refused)).contains("Blocked by Waag: cooldown: ");
    }

    @Test
    void isFoundByOtherSpellings() throws Exception {
        assertThat(gate.get("/integrity/demo/v1.0.0/" + WHEEL + "/provenance").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> other = gate.get("/integrity/Demo/1.0/" + WHEEL + "/provenance");
        assertThat(other.statusCode()).isEqualTo(301);
        assertThat(other.headers().firstValue("Location")).hasValue(AT);
    }
}
