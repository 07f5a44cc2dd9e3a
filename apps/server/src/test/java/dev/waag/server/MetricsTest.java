package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {
    /** Exposition format 0.0.4: a comment, or a sample with quoted label values. */
    private static final Pattern LINE = Pattern.compile("# (HELP|TYPE) [a-z_:]+ .+"
            + "|[a-z_:]+(\\{[a-z_]+=\"([^\"\\\\]|\\\\.)*\"(,[a-z_]+=\"([^\"\\\\]|\\\\.)*\")*\\})? -?\\d+");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final SmallIndex index = new SmallIndex();

    MetricsTest() throws IOException {}

    @AfterEach
    void stop() {
        index.close();
    }

    private static Map<String, Long> samples(RunningGate gate) throws Exception {
        HttpResponse<byte[]> answer = gate.get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        String text = RunningGate.text(answer);
        assertThat(text).endsWith("\n");
        Map<String, Long> samples = new HashMap<>();
        for (String line : text.lines().toList()) {
            assertThat(line).matches(LINE);
            if (!line.startsWith("#")) {
                int space = line.lastIndexOf(' ');
                assertThat(samples.put(line.substring(0, space), Long.valueOf(line.substring(space + 1))))
                        .as("said once: %s", line)
                        .isNull();
            }
        }
        return samples;
    }

    @Test
    void countsWhatIsServed() throws Exception {
        String wheel = "demo-1.0-py3-none-any.whl";
        byte[] bytes = index.wheel(
                "demo", wheel, "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n", "2020-02-03T04:05:06Z", Map.of());
        byte[] fresh = index.wheel(
                "demo",
                "demo-2.0-py3-none-any.whl",
                "Metadata-Version: 2.1\nName: demo\nVersion: 2.0\n",
                Instant.now().toString(),
                Map.of());
        try (RunningGate gate = RunningGate.start(data, index.url())) {
            gate.get("/simple/demo/");
            gate.get("/simple/demo/");
            gate.get("/simple/none/");
            String file = "/files/demo/" + Sha256.of(bytes).hex().substring(0, 16) + "/" + wheel;
            gate.get(file);
            gate.get(file);
            gate.get("/files/demo/" + Sha256.of(fresh).hex().substring(0, 16) + "/demo-2.0-py3-none-any.whl");
            gate.get("/nothing");
            Map<String, Long> samples = samples(gate);
            assertThat(samples)
                    .containsEntry("waag_http_requests_total{route=\"/simple/\",status=\"2xx\"}", 2L)
                    .containsEntry("waag_http_requests_total{route=\"/simple/\",status=\"4xx\"}", 1L)
                    .containsEntry("waag_http_requests_total{route=\"/files/\",status=\"2xx\"}", 2L)
                    .containsEntry("waag_http_requests_total{route=\"/files/\",status=\"4xx\"}", 1L)
                    .containsEntry("waag_pages_total{result=\"fresh\"}", 2L)
                    .containsEntry("waag_page_renewals_total{result=\"changed\"}", 1L)
                    .containsEntry("waag_page_renewals_total{result=\"absent\"}", 1L)
                    .containsEntry("waag_files_total{result=\"cold\"}", 1L)
                    .containsEntry("waag_files_total{result=\"warm\"}", 1L)
                    .containsEntry("waag_files_total{result=\"refused\"}", 1L)
                    .containsEntry("waag_upstream_up{upstream=\"" + index.url() + "\"}", 1L)
                    .containsEntry("waag_file_cache_bytes", (long) bytes.length)
                    .containsEntry("waag_ledger_up", 1L)
                    .containsKeys(
                            "waag_ledger_entries", "waag_ledger_unpublished_entries", "waag_downloads_unrecorded");
            assertThat(samples.get("waag_http_response_bytes_total")).isGreaterThan(2L * bytes.length);
        }
    }

    @Test
    void showsAnUpstreamThatFails() throws Exception {
        index.close();
        try (RunningGate gate = RunningGate.start(data, index.url())) {
            assertThat(gate.get("/simple/demo/").statusCode()).isEqualTo(503);
            assertThat(samples(gate))
                    .containsEntry("waag_upstream_up{upstream=\"" + index.url() + "\"}", 0L)
                    .containsEntry("waag_page_renewals_total{result=\"failed\"}", 1L);
        }
    }

    @Test
    void labelsAreEscaped() {
        assertThat(new MetricsText().sample("a", Map.of("b", "c\"\\\n"), 1).toString())
                .isEqualTo("a{b=\"c\\\"\\\\\\n\"} 1\n");
    }
}
