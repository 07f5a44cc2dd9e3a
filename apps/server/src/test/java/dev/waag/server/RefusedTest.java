package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A refusal on every channel on which a client may show it. */
final class RefusedTest extends ServerCase {
    private final Distribution young = Wheels.wheel("kaas", "2.0");

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(Wheels.wheel("kaas", "1.0"));
        upstream.add(Listing.of(young).uploaded(clock.instant().minus(Duration.ofHours(1))));
    }

    @Test
    void aRefusedFileSaysWhyInItsStatusLineAndItsBody() throws Exception {
        String reason = server.entry(young).path("yanked").asString();
        for (String path : List.of(server.path(young), server.path(young) + ".metadata")) {
            for (String method : List.of("GET", "HEAD")) {
                Answer answer = server.send(method, path);
                assertThat(answer.status()).as(path).isEqualTo(403);
                assertThat(answer.phrase())
                        .isEqualTo(reason)
                        .startsWith("Blocked by Waag: cooldown: ")
                        .endsWith(" (" + server.url() + "/why/3)")
                        .hasSizeLessThanOrEqualTo(200);
                assertThat(answer.phrase().chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(answer.header("ETag")).isEmpty();
            }
            JsonNode problem = server.get(path, "Range: bytes=0-1").json();
            assertThat(problem.path("type").asString()).isEqualTo(server.url() + "/why/3");
            assertThat(problem.path("title").asString()).isEqualTo(reason);
            assertThat(problem.path("status").asInt()).isEqualTo(403);
            assertThat(problem.path("detail").asString()).contains(young.filename(), "cooldown");
            assertThat(problem.path("decision").asString()).isEqualTo("3");
        }
        assertThat(index.count(SimulatedIndex.file(young))).isZero();
    }

    @Test
    void theLinkLeadsToTheExplanation() throws Exception {
        String phrase = server.entry(young).path("yanked").asString();
        String link = phrase.substring(phrase.lastIndexOf('(') + 1, phrase.length() - 1);
        String path = URI.create(link).getPath();
        JsonNode why = server.get(path, "Accept: application/json").json();
        assertThat(why.path("id").asString()).isEqualTo("3");
        assertThat(why.path("project").asString()).isEqualTo("kaas");
        assertThat(why.path("version").asString()).isEqualTo("2.0");
        assertThat(why.path("filename").asString()).isEqualTo(young.filename());
        assertThat(why.path("sha256").asString()).isEqualTo(young.sha256());
        assertThat(why.path("verdict").asString()).isEqualTo("hold");
        assertThat(Instant.parse(why.path("decided_at").asString())).isEqualTo(clock.instant());
        assertThat(Instant.parse(why.path("valid_until").asString()))
                .isEqualTo(clock.instant().plus(Duration.ofHours(71)));
        JsonNode first = why.path("reasons").path(0);
        assertThat(first.path("rule").asString()).isEqualTo("cooldown");
        assertThat(first.path("severity").asString()).isNotEmpty();
        assertThat(first.path("message").asString()).isNotEmpty();
        assertThat(first.path("help").asString()).isNotEmpty();
        assertThat(first.path("facts").isObject()).isTrue();
        Answer page = server.get(path, "Accept: text/html,*/*");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.text()).contains(young.filename(), "cooldown", "Held");
    }

    @Test
    void whatIsNoDecisionIsNotFound() throws Exception {
        server.entry(young);
        for (String path : List.of("/why/0", "/why/99999", "/why/-1", "/why/x", "/why/", "/why", "/why/9".repeat(20))) {
            assertThat(server.get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void whatAnUpstreamSaysIsShownAsTextOnly() throws Exception {
        Path policy = Files.writeString(root.resolve("policy.toml"), "[rules.yanked]\naction = 'deny'\n");
        Distribution evil = Wheels.wheel("boter", "1.0");
        index.add(Listing.of(evil).yanked("<script>alert(1)</script>\r\nSet-Cookie: evil=1 \u00e9\u4e16"));
        restart("policy.file", policy.toString());
        Answer answer = server.get(server.path(evil));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
        assertThat(answer.phrase().chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        String id = answer.json().path("decision").asString();
        String page = server.get("/why/" + id, "Accept: text/html").text();
        assertThat(page).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void aWhollyRefusedProjectStillHasItsPage() throws Exception {
        Distribution only = Wheels.of("melk", "1.0").sdist();
        index.add(only);
        Answer page = server.get("/simple/melk/", "Accept: " + TestServer.PIP);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().path("files").path(0).path("yanked").asString())
                .startsWith("Blocked by Waag: wheels-only: ");
        assertThat(server.get("/simple/melk/").text()).contains("data-yanked=\"Blocked by Waag: wheels-only: ");
    }

    @Test
    void aChangedPolicyFileCountsWithinSeconds() throws Exception {
        Path policy = Files.writeString(root.resolve("policy.toml"), "[rules.cooldown]\nhours = 72\n");
        restart("policy.file", policy.toString());
        String path = server.path(young);
        assertThat(server.get(path).status()).isEqualTo(403);
        Files.writeString(policy, "[rules.cooldown]\nhours = 0\n");
        eventually(() -> server.get(path).status() == 200);
    }
}
