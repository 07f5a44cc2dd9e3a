package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class LegacyJsonTest {
    private static final String LONG_AGO = "2020-02-03T04:05:06.789012Z";
    private static final String METADATA = """
            Metadata-Version: 2.4
            Name: Demo.Pkg
            Version: %s
            Summary: What it does
            Author-email: A. Random <a@files.example>
            Keywords: weigh,stamp
            Home-page: https://files.example/home
            License-Expression: MIT
            Classifier: Programming Language :: Python :: 3
            Project-URL: Source, https://files.example/source
            Requires-Python: >=3.9
            Requires-Dist: a>=1
            Requires-Dist: b; extra == "x"
            Provides-Extra: x
            Description-Content-Type: text/markdown

            # Demo
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final SmallIndex index = new SmallIndex();

    @SuppressWarnings("NullAway.Init") // made before each test
    private RunningGate gate;

    LegacyJsonTest() throws IOException {}

    @BeforeEach
    void start() {
        index.file(
                "demo-pkg",
                "demo_pkg-1.0.tar.gz",
                "an sdist".getBytes(StandardCharsets.UTF_8),
                LONG_AGO,
                Map.of("yanked", "broken"));
        index.wheel("demo-pkg", "demo_pkg-1.0-py2.py3-none-any.whl", METADATA.formatted("1.0"), LONG_AGO, Map.of());
        index.wheel("demo-pkg", "demo_pkg-1.10-py3-none-any.whl", METADATA.formatted("1.10"), LONG_AGO, Map.of());
        index.wheel("demo-pkg", "demo_pkg-2.0rc1-py3-none-any.whl", METADATA.formatted("2.0rc1"), LONG_AGO, Map.of());
        index.wheel(
                "demo-pkg",
                "demo_pkg-2.0-py3-none-any.whl",
                METADATA.formatted("2.0"),
                Instant.now().toString(),
                Map.of());
        gate = RunningGate.start(data, index.url());
    }

    @AfterEach
    void stop() {
        gate.close();
        index.close();
    }

    @Test
    void describesTheNewestReleaseThatMayBeInstalled() throws Exception {
        JsonNode info = gate.json("/pypi/demo-pkg/json").path("info");
        assertThat(info.path("version").asString()).isEqualTo("1.10");
        assertThat(info.path("name").asString()).isEqualTo("Demo.Pkg");
        assertThat(info.path("summary").asString()).isEqualTo("What it does");
        assertThat(info.path("author_email").asString()).contains("a@files.example");
        assertThat(info.path("license_expression").asString()).isEqualTo("MIT");
        assertThat(info.path("requires_python").asString()).isEqualTo(">=3.9");
        assertThat(info.path("requires_dist").size()).isEqualTo(2);
        assertThat(info.path("classifiers").path(0).asString()).isEqualTo("Programming Language :: Python :: 3");
        assertThat(info.path("project_urls").path("Source").asString()).isEqualTo("https://files.example/source");
        assertThat(info.path("project_urls").path("Homepage").asString()).isEqualTo("https://files.example/home");
        assertThat(info.path("description").asString()).startsWith("# Demo");
        assertThat(info.path("description_content_type").asString()).isEqualTo("text/markdown");
        assertThat(info.path("project_url").asString()).isEqualTo(gate.url() + "/simple/demo-pkg/");
        assertThat(info.path("yanked").asBoolean()).isFalse();
        assertThat(info.path("yanked_reason").isNull()).isTrue();
    }

    @Test
    void listsReleasesAndFilesAsThePageOffersThem() throws Exception {
        JsonNode all = gate.json("/pypi/demo-pkg/json");
        assertThat(all.propertyNames()).containsExactlyInAnyOrder("info", "last_serial", "releases", "urls");
        assertThat(all.path("last_serial").asInt()).isEqualTo(-1);
        assertThat(List.copyOf(all.path("releases").propertyNames())).containsExactly("1.0", "1.10", "2.0rc1", "2.0");
        assertThat(all.path("urls")).isEqualTo(all.path("releases").path("1.10"));
        JsonNode file = all.path("urls").path(0);
        assertThat(file.path("packagetype").asString()).isEqualTo("bdist_wheel");
        assertThat(file.path("python_version").asString()).isEqualTo("py3");
        assertThat(file.path("upload_time").asString()).isEqualTo("2020-02-03T04:05:06");
        assertThat(file.path("upload_time_iso_8601").asString()).isEqualTo(LONG_AGO);
        assertThat(file.path("url").asString()).startsWith(gate.url() + "/files/demo-pkg/");
        assertThat(file.path("digests").path("sha256").asString()).hasSize(64);
        assertThat(file.path("size").asInt()).isPositive();
        HttpResponse<byte[]> bytes = gate.get(
                file.path("url").asString().substring(gate.url().toString().length()));
        assertThat(bytes.statusCode()).isEqualTo(200);
        JsonNode sdist = all.path("releases").path("1.0").path(0);
        assertThat(sdist.path("packagetype").asString()).isEqualTo("sdist");
        assertThat(sdist.path("python_version").asString()).isEqualTo("source");
    }

    @Test
    void aRefusedFileIsYankedWithTheWordsOfItsRefusal() throws Exception {
        JsonNode file = gate.json("/pypi/demo-pkg/2.0/json").path("urls").path(0);
        assertThat(file.path("yanked").asBoolean()).isTrue();
        assertThat(file.path("yanked_reason").asString()).startsWith("Blocked by Waag: cooldown: ");
        HttpResponse<byte[]> bytes = gate.get(
                file.path("url").asString().substring(gate.url().toString().length()));
        assertThat(bytes.statusCode()).isEqualTo(403);
        assertThat(RunningGate.text(bytes)).contains(file.path("yanked_reason").asString());
    }

    @Test
    void aRefusedReleaseIsDescribedByItsPageAlone() throws Exception {
        JsonNode info = gate.json("/pypi/demo-pkg/2.0/json").path("info");
        assertThat(info.path("version").asString()).isEqualTo("2.0");
        assertThat(info.path("name").asString()).isEqualTo("demo-pkg");
        assertThat(info.path("summary").asString()).isEmpty();
        assertThat(info.path("requires_dist").isNull()).isTrue();
        assertThat(info.path("yanked").asBoolean()).isTrue();
        assertThat(info.path("yanked_reason").asString()).startsWith("Blocked by Waag: cooldown: ");
    }

    @Test
    void oneReleaseIsFoundByAnySpellingOfItsVersion() throws Exception {
        JsonNode one = gate.json("/pypi/demo-pkg/v1.0.0/json");
        assertThat(one.has("releases")).isFalse();
        assertThat(one.path("info").path("version").asString()).isEqualTo("1.0");
        assertThat(one.path("urls").size()).isEqualTo(2);
        assertThat(one.path("urls").path(0).path("yanked").asBoolean()).isTrue();
        assertThat(one.path("urls").path(1).path("python_version").asString()).isEqualTo("py2.py3");
        assertThat(gate.get("/pypi/demo-pkg/3.0/json").statusCode()).isEqualTo(404);
        assertThat(gate.get("/pypi/other/json").statusCode()).isEqualTo(404);
        assertThat(gate.get("/pypi/demo-pkg").statusCode()).isEqualTo(404);
        assertThat(gate.get("/pypi/demo-pkg/1.0/xml").statusCode()).isEqualTo(404);
    }

    @Test
    void anotherSpellingOfTheNameIsRedirected() throws Exception {
        HttpResponse<byte[]> project = gate.get("/pypi/Demo_Pkg/json");
        assertThat(project.statusCode()).isEqualTo(301);
        assertThat(project.headers().firstValue("Location")).hasValue("/pypi/demo-pkg/json");
        HttpResponse<byte[]> release = gate.get("/pypi/Demo.Pkg/1!2.0+local/json");
        assertThat(release.headers().firstValue("Location")).hasValue("/pypi/demo-pkg/1!2.0+local/json");
    }

    @Test
    void anUnchangedDocumentIsNotSentAgain() throws Exception {
        HttpResponse<byte[]> first = gate.get("/pypi/demo-pkg/json", "Accept-Encoding", "gzip");
        assertThat(first.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/json");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = gate.get("/pypi/demo-pkg/json", "Accept-Encoding", "gzip", "If-None-Match", etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(gate.get("/pypi/demo-pkg/json", "If-None-Match", etag).statusCode())
                .isEqualTo(200);
    }
}
