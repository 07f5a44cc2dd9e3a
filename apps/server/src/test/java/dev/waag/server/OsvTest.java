package dev.waag.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Osv;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The OSV API as tools ask it, and what the legacy JSON API says of vulnerabilities. */
final class OsvTest extends ServerCase {
    private static final String KAAS =
            "{\"package\": {\"name\": \"Kaas\", \"ecosystem\": \"PyPI\"}, \"version\": \"1.0.0\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(Wheels.wheel("kaas", "1.0"));
        upstream.add(Wheels.wheel("kaas", "1.5"));
    }

    @BeforeEach
    void advise() throws Exception {
        record(Osv.of("GHSA-1", "kaas")
                .fixedIn("1.5")
                .aliases("CVE-2026-1")
                .severity("HIGH")
                .details("All of it."));
        record(Osv.of("PYSEC-1", "kaas").fixedIn("1.5").aliases("CVE-2026-1").modified("2026-11-20T00:00:00Z"));
        record(Osv.of("GHSA-2", "kaas").from("3"));
        record(Osv.of("GHSA-3", "kaas").withdrawn("2026-11-21T00:00:00Z"));
        restart("advisories.sources", folder.toString());
        eventually(() -> server.get("/osv/v1/vulns/GHSA-1").status() == 200);
    }

    private void record(Osv record) throws IOException {
        Files.write(folder.resolve(record.id() + ".json"), record.json());
    }

    private Answer post(String path, String body) throws IOException {
        return server.send("POST", path, body.getBytes(UTF_8), "Content-Type: application/json");
    }

    private List<String> ids(String query) throws IOException {
        Answer answer = post("/osv/v1/query", query);
        assertThat(answer.status()).as(query).isEqualTo(200);
        return ids(answer.json());
    }

    private static List<String> ids(JsonNode result) {
        return StreamSupport.stream(result.path("vulns").spliterator(), false)
                .map(v -> v.path("id").asString())
                .toList();
    }

    @Test
    void aQueryGetsTheRecordsAsTheirSourcesHaveThem() throws Exception {
        Answer answer = post("/osv/v1/query", KAAS);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(ids(answer.json())).containsExactly("GHSA-1", "PYSEC-1");
        assertThat(answer.json().path("vulns").path(0))
                .isEqualTo(Json.MAPPER.readTree(Files.readAllBytes(folder.resolve("GHSA-1.json"))));
    }

    @Test
    void aPackageIsNamedInEitherWay() throws Exception {
        assertThat(ids("{\"package\": {\"purl\": \"pkg:pypi/kaas@1.0\"}}")).containsExactly("GHSA-1", "PYSEC-1");
        assertThat(ids("{\"package\": {\"purl\": \"pkg:pypi/kaas\"}, \"version\": \"3.1\"}"))
                .containsExactly("GHSA-2");
        assertThat(ids("{\"package\": {\"purl\": \"pkg:PyPI/Ka%61s@3%2B1?os=x#y\"}}"))
                .containsExactly("GHSA-2");
        assertThat(ids("{\"package\": {\"name\": \"kaas\"}, \"version\": \"1.0\"}"))
                .containsExactly("GHSA-1", "PYSEC-1");
        assertThat(ids("{\"package\": {\"name\": \"kaas\", \"ecosystem\": \"PyPI\"}}"))
                .as("without a version, all that count")
                .containsExactly("GHSA-1", "GHSA-2", "PYSEC-1");
    }

    @Test
    void whatNothingIsKnownOfIsAnsweredWithNothing() throws Exception {
        for (String query : List.of(
                "{\"package\": {\"name\": \"kaas\", \"ecosystem\": \"PyPI\"}, \"version\": \"2.0\"}",
                "{\"package\": {\"name\": \"brie\", \"ecosystem\": \"PyPI\"}, \"version\": \"1.0\"}",
                "{\"package\": {\"name\": \"kaas\", \"ecosystem\": \"npm\"}, \"version\": \"1.0\"}",
                "{\"package\": {\"name\": \"no name/at all\", \"ecosystem\": \"PyPI\"}, \"version\": \"1.0\"}",
                "{\"package\": {\"purl\": \"pkg:npm/%40scope/kaas@1.0\"}}",
                "{\"commit\": \"6879efc2c1596d11a6a6ad296f80063b558d5e0f\"}")) {
            Answer answer = post("/osv/v1/query", query);
            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(answer.text()).as(query).isEqualTo("{}");
        }
    }

    @Test
    void aBatchGetsIdsInTheOrderOfItsQueries() throws Exception {
        String other = "{\"package\": {\"name\": \"brie\", \"ecosystem\": \"PyPI\"}, \"version\": \"1\"}";
        Answer answer = post("/osv/v1/querybatch", "{\"queries\": [" + other + ", " + KAAS + "]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("\"modified\":\"2026-11-22T00:00:00Z\"")
                .contains("\"modified\":\"2026-11-20T00:00:00Z\"");
        JsonNode results = answer.json().path("results");
        assertThat(results).hasSize(2);
        assertThat(results.path(0)).isEmpty();
        assertThat(ids(results.path(1))).containsExactly("GHSA-1", "PYSEC-1");
        assertThat(results.path(1).path("vulns").path(0).propertyNames()).containsExactlyInAnyOrder("id", "modified");
        assertThat(post("/osv/v1/querybatch", "{\"queries\": []}").text()).isEqualTo("{\"results\":[]}");
    }

    @Test
    void aRecordIsHadByItsIdWithdrawnOrNot() throws Exception {
        Answer answer = server.get("/osv/v1/vulns/GHSA-3");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Files.readAllBytes(folder.resolve("GHSA-3.json")));
        Answer none = server.get("/osv/v1/vulns/GHSA-9");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.json().path("code").asInt()).isEqualTo(5);
    }

    @Test
    void whatIsMalformedIsRefusedAndSaysWhy() throws Exception {
        for (String query : List.of(
                "",
                "[]",
                "{",
                "{}",
                "{\"version\": \"1\"}",
                "{\"package\": {\"name\": 1, \"ecosystem\": \"PyPI\"}}",
                "{\"package\": {\"name\": \"kaas\", \"ecosystem\": \"PyPI\"}, \"version\": 1}",
                "{\"package\": {\"purl\": \"kaas@1.0\"}}",
                "{\"package\": {\"purl\": \"pkg:pypi/\"}}",
                "{\"package\": {\"purl\": \"pkg:pypi/kaas%zz@1\"}}",
                "{\"package\": {\"purl\": \"pkg:pypi/kaas@1\", \"name\": \"kaas\"}}",
                "{\"package\": {\"purl\": \"pkg:pypi/kaas@1\"}, \"version\": \"1\"}")) {
            wrong("/osv/v1/query", query);
            wrong("/osv/v1/querybatch", "{\"queries\": [" + KAAS + ", " + query + "]}");
        }
        wrong("/osv/v1/querybatch", KAAS);
        wrong("/osv/v1/querybatch", "{\"queries\": {}}");
        List<String> many = IntStream.range(0, OsvRoutes.MAX_QUERIES + 1)
                .mapToObj(i -> KAAS)
                .toList();
        wrong("/osv/v1/querybatch", "{\"queries\": " + many + "}");
        assertThat(post("/osv/v1/querybatch", "{\"queries\": " + many.subList(1, many.size()) + "}")
                        .json()
                        .path("results"))
                .hasSize(OsvRoutes.MAX_QUERIES);
        Answer large = post("/osv/v1/query", " ".repeat(OsvRoutes.MAX_BODY) + KAAS);
        assertThat(large.status()).isEqualTo(413);
    }

    private void wrong(String path, String body) throws IOException {
        Answer answer = post(path, body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.json().path("code").asInt()).as(body).isEqualTo(3);
        assertThat(answer.json().path("message").asString()).as(body).isNotEmpty();
    }

    @Test
    void otherMethodsAndPathsAreRefused() throws Exception {
        assertThat(server.get("/osv/v1/query").status()).isEqualTo(405);
        assertThat(server.get("/osv/v1/query").header("Allow")).isEqualTo("POST");
        assertThat(post("/osv/v1/vulns/GHSA-1", "{}").status()).isEqualTo(405);
        assertThat(server.get("/osv/v1/").status()).isEqualTo(404);
        assertThat(server.send("HEAD", "/osv/v1/vulns/GHSA-1").body()).isEmpty();
    }

    @Test
    void withoutAdvisoriesNobodyIsToldThatThereAreNone() throws Exception {
        restart();
        Answer answer = post("/osv/v1/query", KAAS);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asString())
                .contains("[advisories] sources")
                .contains("WAAG_ADVISORIES_SOURCES");
        assertThat(server.get("/pypi/kaas/1.0/json").json().has("vulnerabilities"))
                .isFalse();
    }

    @Test
    void theLegacyApiTellsVulnerabilities() throws Exception {
        JsonNode all = server.get("/pypi/kaas/1.0/json").json().path("vulnerabilities");
        assertThat(all).hasSize(1);
        JsonNode one = all.path(0);
        assertThat(one.path("id").asString()).isEqualTo("GHSA-1");
        List<String> aliases = new ArrayList<>();
        one.path("aliases").forEach(a -> aliases.add(a.asString()));
        assertThat(aliases).containsExactly("PYSEC-1", "CVE-2026-1");
        assertThat(one.path("fixed_in").path(0).asString()).isEqualTo("1.5");
        assertThat(one.path("details").asString()).isEqualTo("All of it.");
        assertThat(one.path("summary").asString()).isEqualTo("kaas has a hole");
        assertThat(one.path("source").asString()).isEqualTo("osv");
        assertThat(one.path("severity").asString()).isEqualTo("high");
        assertThat(one.path("withdrawn").isNull()).isTrue();
        String link = one.path("link").asString();
        assertThat(server.get(link.substring(server.url().toString().length()))
                        .json()
                        .path("id")
                        .asString())
                .isEqualTo("GHSA-1");
        assertThat(server.get("/pypi/kaas/1.5/json").json().path("vulnerabilities"))
                .isEmpty();
        assertThat(server.get("/pypi/kaas/json").json().path("vulnerabilities")).isEmpty();
    }
}
