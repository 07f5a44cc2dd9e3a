package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code /simple/} over HTTP. */
final class SimpleApiTest extends ServerCase {
    private static final String JSON = "application/vnd.pypi.simple.v1+json";
    private static final String HTML = "application/vnd.pypi.simple.v1+html";
    private static final String PLAIN = "text/html; charset=utf-8";

    private final Distribution wheel =
            Wheels.of("kaas-mes", "1.0").requiresPython(">=3.9").wheel();

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(Listing.of(wheel).requiresPython(">=3.9"));
    }

    @Test
    void theFormIsNegotiated() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("Accept: " + TestServer.PIP, JSON);
        table.put("Accept: " + JSON + ", " + HTML + ";q=0.2, text/html;q=0.01", JSON);
        table.put("X-Nothing: at all", PLAIN);
        table.put("Accept: */*", PLAIN);
        table.put("Accept: text/html", PLAIN);
        table.put("Accept: text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", PLAIN);
        table.put("Accept: " + JSON, JSON);
        table.put("Accept: " + HTML, HTML);
        table.put("Accept: application/vnd.pypi.simple.latest+json", JSON);
        table.put("Accept: application/vnd.pypi.simple.latest+html", HTML);
        table.put("Accept: " + JSON + ", text/html", JSON);
        table.put("Accept: text/html, " + JSON, JSON);
        table.put("Accept: " + JSON + ";q=0.5, text/html", PLAIN);
        table.put("Accept: " + JSON + ";q=0, text/html;q=0.1", PLAIN);
        table.put("Accept: " + JSON + ";q=0, */*", PLAIN);
        table.put("Accept: APPLICATION/VND.PYPI.SIMPLE.V1+JSON", JSON);
        table.put("Accept: " + HTML + ";q=0.9 , " + JSON + " ; q=0.8", HTML);
        table.put("Accept: application/vnd.pypi.simple.v2+json, " + HTML + ";q=0.5", HTML);
        table.put("Accept: text/html;level=1;q=0.4, " + HTML + ";q=0.3", PLAIN);
        for (Map.Entry<String, String> row : table.entrySet()) {
            for (String path : new String[] {"/simple/kaas-mes/", "/simple/"}) {
                Answer answer = server.get(path, row.getKey());
                assertThat(answer.status()).as(row.getKey()).isEqualTo(200);
                assertThat(answer.header("Content-Type"))
                        .as(path + " " + row.getKey())
                        .isEqualTo(row.getValue());
                assertThat(answer.header("Vary")).contains("Accept");
                boolean json = answer.text().startsWith("{");
                assertThat(json).isEqualTo(row.getValue().equals(JSON));
            }
        }
    }

    @Test
    void severalAcceptLinesAreOneList() throws Exception {
        assertThat(server.get("/simple/kaas-mes/", "Accept: text/html;q=0.1", "Accept: " + JSON)
                        .header("Content-Type"))
                .isEqualTo(JSON);
    }

    @Test
    void whatCannotBeGivenIsSaidToBeSo() throws Exception {
        for (String accept : List.of(
                "application/vnd.pypi.simple.v2+json",
                "image/png",
                "text/html;q=0",
                "application/json",
                JSON + ";q=nonsense")) {
            Answer answer = server.get("/simple/kaas-mes/", "Accept: " + accept);
            assertThat(answer.status()).as(accept).isEqualTo(406);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.json().path("detail").asString()).contains(JSON);
        }
    }

    @Test
    void jsonHasEverythingAndNothingThatOldClientsFailOn() throws Exception {
        JsonNode page = server.get("/simple/kaas-mes/", "Accept: " + JSON).json();
        assertThat(page.path("meta").path("api-version").asString()).isEqualTo("1.4");
        assertThat(page.path("name").asString()).isEqualTo("kaas-mes");
        assertThat(page.path("versions").path(0).asString()).isEqualTo("1.0");
        assertThat(page.path("project-status").path("status").asString()).isEqualTo("active");
        JsonNode file = page.path("files").path(0);
        assertThat(file.path("filename").asString()).isEqualTo(wheel.filename());
        assertThat(file.path("url").asString())
                .isEqualTo("/files/kaas-mes/" + wheel.sha256().substring(0, 16) + "/" + wheel.filename());
        assertThat(file.path("hashes").path("sha256").asString()).isEqualTo(wheel.sha256());
        assertThat(file.path("size").asInt()).isEqualTo(wheel.bytes().length);
        assertThat(Instant.parse(file.path("upload-time").asString())).isEqualTo("2025-10-18T10:00:00Z");
        assertThat(file.path("requires-python").asString()).isEqualTo(">=3.9");
        assertThat(file.path("yanked").asBoolean()).isFalse();
        assertThat(file.path("core-metadata").asBoolean()).isTrue();
        assertThat(file.has("dist-info-metadata")).isFalse();
    }

    @Test
    void otherSpellingsAreSentToTheNormalizedName() throws Exception {
        for (String path : List.of(
                "/simple/Kaas_Mes/",
                "/simple/kaas.mes/",
                "/simple/KAAS--mes",
                "/simple/kaas-mes",
                "/simple/kaas%2Dmes")) {
            Answer answer = server.get(path);
            assertThat(answer.status()).as(path).isEqualTo(301);
            assertThat(answer.header("Location")).isEqualTo("/simple/kaas-mes/");
        }
        assertThat(server.get("/simple").header("Location")).isEqualTo("/simple/");
        restart("public-url", "https://packages.example/waag/");
        assertThat(server.get("/simple/Kaas_Mes/").header("Location")).isEqualTo("/waag/simple/kaas-mes/");
        assertThat(server.entry(wheel).path("url").asString()).startsWith("/waag/files/kaas-mes/");
    }

    @Test
    void whatDoesNotExistIsNotFoundAndNamesWhatIsNone() throws Exception {
        for (String path : List.of(
                "/simple/boter/",
                "/simple/-x/",
                "/simple/a%20b/",
                "/simple/kaas-mes/1.0/",
                "/simple/%C3%A9/",
                "/nothing")) {
            Answer answer = server.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(index.count("/simple/boter/")).isEqualTo(1);
    }

    @Test
    void whatCannotBeKnownNowIsNotSaidToBeMissing() throws Exception {
        index.behave("/simple/boter/", Lies.status(500));
        Answer answer = server.get("/simple/boter/");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.phrase()).startsWith("Waag cannot know this project now: ");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aPageIsRevalidatedByItsTag() throws Exception {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String coding : List.of("identity", "gzip")) {
            for (String accept : List.of(JSON, "text/html")) {
                String[] headers = {"Accept: " + accept, "Accept-Encoding: " + coding};
                Answer first = server.get("/simple/kaas-mes/", headers);
                assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
                String etag = first.header("ETag");
                assertThat(etag).startsWith("\"").endsWith("\"");
                tags.put(coding + accept, etag);
                for (String condition : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
                    Answer again =
                            server.get("/simple/kaas-mes/", headers[0], headers[1], "If-None-Match: " + condition);
                    assertThat(again.status()).as(condition).isEqualTo(304);
                    assertThat(again.body()).isEmpty();
                    assertThat(again.header("ETag")).isEqualTo(etag);
                    assertThat(again.header("Vary")).contains("Accept");
                }
                assertThat(server.get("/simple/kaas-mes/", headers[0], headers[1], "If-None-Match: \"other\"")
                                .status())
                        .isEqualTo(200);
            }
        }
        assertThat(tags.values()).doesNotHaveDuplicates();
    }

    @Test
    void aPageThatChangesHasAnotherTag() throws Exception {
        String first = server.get("/simple/kaas-mes/", "Accept: " + JSON).header("ETag");
        index.add(Wheels.wheel("kaas-mes", "2.0"));
        Answer fresh = server.get(
                "/simple/kaas-mes/", "Accept: " + JSON, "Cache-Control: no-cache", "If-None-Match: " + first);
        assertThat(fresh.status()).isEqualTo(200);
        assertThat(fresh.header("ETag")).isNotEqualTo(first);
        assertThat(fresh.json().path("files").size()).isEqualTo(2);
    }

    @Test
    void bodiesArePackedForWhoTakesThem() throws Exception {
        byte[] plain = server.get("/simple/kaas-mes/", "Accept: " + JSON).body();
        for (String coding : List.of("gzip", "deflate, GZIP;q=0.5, br", "gzip, deflate")) {
            Answer packed = server.get("/simple/kaas-mes/", "Accept: " + JSON, "Accept-Encoding: " + coding);
            assertThat(packed.header("Content-Encoding")).as(coding).isEqualTo("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                    .isEqualTo(plain);
            assertThat(packed.header("Vary")).contains("Accept-Encoding");
        }
        for (String coding : List.of("identity", "br", "gzip;q=0", "")) {
            Answer answer = server.get("/simple/kaas-mes/", "Accept: " + JSON, "Accept-Encoding: " + coding);
            assertThat(answer.header("Content-Encoding")).as(coding).isEmpty();
            assertThat(answer.body()).isEqualTo(plain);
        }
    }

    @Test
    void headSaysWhatGetWouldAndSendsNothing() throws Exception {
        server.path(wheel);
        List<String> paths = new ArrayList<>(List.of(
                "/simple/", "/simple/kaas-mes/", "/simple/nothing/", "/simple/Kaas/", "/", "/health/live", "/nothing"));
        paths.add(server.path(wheel) + ".metadata");
        paths.add("/why/1");
        paths.add("/ledger/vkey");
        for (String path : paths) {
            Answer get = server.get(path, "Accept: " + JSON);
            Answer head = server.send("HEAD", path, "Accept: " + JSON);
            assertThat(head.status()).as(path).isEqualTo(get.status());
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.header("Content-Length")).as(path).isEqualTo(get.header("Content-Length"));
            assertThat(head.header("Content-Type")).as(path).isEqualTo(get.header("Content-Type"));
            assertThat(head.header("ETag")).as(path).isEqualTo(get.header("ETag"));
        }
    }

    @Test
    void theListOfProjectsHasATagToo() throws Exception {
        Answer json = server.get("/simple/", "Accept: " + JSON);
        assertThat(json.json().path("projects").path(0).path("name").asString()).isEqualTo("kaas-mes");
        assertThat(server.get("/simple/", "Accept: " + JSON, "If-None-Match: " + json.header("ETag"))
                        .status())
                .isEqualTo(304);
        Answer html = server.get("/simple/");
        assertThat(html.text()).contains("<a href=\"kaas-mes/\">kaas-mes</a>");
        assertThat(html.header("ETag")).isNotEqualTo(json.header("ETag"));
    }

    @Test
    void pagesAreServedFromMemoryAndFromElsewhereAlike() throws IOException {
        Answer cold = server.get("/simple/kaas-mes/", "Accept: " + JSON);
        Answer warm = server.get("/simple/kaas-mes/", "Accept: " + JSON);
        restart();
        Answer restarted = server.get("/simple/kaas-mes/", "Accept: " + JSON);
        assertThat(warm.body()).isEqualTo(cold.body());
        assertThat(restarted.body()).isEqualTo(cold.body());
        assertThat(restarted.header("ETag")).isEqualTo(cold.header("ETag"));
        assertThat(index.count("/simple/kaas-mes/")).isEqualTo(1);
    }
}
