package dev.waag.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SimulatedIndexTest {
    private final Distribution wheel = Wheels.wheel("kaas", "1.0");

    private static HttpURLConnection get(URI uri, Map<String, String> headers) throws IOException {
        HttpURLConnection c = (HttpURLConnection) uri.toURL().openConnection();
        headers.forEach(c::setRequestProperty);
        return c;
    }

    @Test
    void pagesAreJsonOrHtmlAsIsAskedFor() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(wheel);
            URI page = index.uri("127.0.0.1", "/simple/kaas/");
            HttpURLConnection json = get(page, Map.of("Accept", SimulatedIndex.JSON));
            JsonNode body = Json.MAPPER.readTree(json.getInputStream().readAllBytes());
            assertThat(body.path("files").path(0).path("hashes").path("sha256").asString())
                    .isEqualTo(wheel.sha256());
            assertThat(get(page, Map.of("Accept", "text/html")).getContentType())
                    .isEqualTo("text/html");
            HttpURLConnection again =
                    get(page, Map.of("Accept", SimulatedIndex.JSON, "If-None-Match", json.getHeaderField("ETag")));
            assertThat(again.getResponseCode()).isEqualTo(304);
            assertThat(index.count("/simple/kaas/")).isEqualTo(3);
        }
    }

    @Test
    void filesComeInRangesWhereTheseAreServed() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(wheel);
            URI file = index.uri("127.0.0.1", SimulatedIndex.file(wheel));
            Map<String, String> last = Map.of("Range", "bytes=-5");
            assertThat(get(file, last).getInputStream().readAllBytes()).hasSize(5);
            index.ranges(SimulatedIndex.Ranges.NO_SUFFIX);
            assertThat(get(file, last).getResponseCode()).isEqualTo(200);
            assertThat(get(file, Map.of("Range", "bytes=2-4")).getResponseCode())
                    .isEqualTo(206);
            index.ranges(SimulatedIndex.Ranges.NONE);
            assertThat(get(file, Map.of("Range", "bytes=2-4")).getResponseCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void liesAreToldUntilItIsHonestAgain() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(wheel);
            URI file = index.uri("127.0.0.1", SimulatedIndex.file(wheel));
            index.behave(SimulatedIndex.file(wheel), Lies.otherBytes());
            assertThat(get(file, Map.of()).getInputStream().readAllBytes())
                    .hasSameSizeAs(wheel.bytes())
                    .isNotEqualTo(wheel.bytes());
            index.honest();
            assertThat(get(file, Map.of()).getInputStream().readAllBytes()).isEqualTo(wheel.bytes());
        }
    }
}
