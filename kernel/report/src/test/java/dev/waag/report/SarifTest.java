package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SarifTest {
    @Test
    void theUsualReport() throws IOException {
        Golden.assertSame("usual.sarif", Sarif.render(Samples.usual()));
    }

    @Test
    void theHostileReport() throws IOException {
        Golden.assertSame("hostile.sarif", Sarif.render(Samples.hostile()));
    }

    @Test
    void everyResultNamesADescribedRule() {
        for (CheckReport report : List.of(Samples.usual(), Samples.hostile())) {
            JsonNode run = run(report);
            JsonNode rules = run.at("/tool/driver/rules");
            for (JsonNode result : run.get("results")) {
                JsonNode rule = rules.get(result.get("ruleIndex").asInt());
                assertThat(rule.get("id").asString())
                        .isEqualTo(result.get("ruleId").asString());
                assertThat(rule.at("/shortDescription/text").asString()).isNotBlank();
                assertThat(rule.at("/help/text").asString()).isNotBlank();
                assertThat(result.at("/message/text").asString()).isNotBlank();
            }
        }
    }

    @Test
    void onlyWhatFailsIsAnError() {
        JsonNode results = run(Samples.usual()).get("results");
        List<Finding> findings = Samples.usual().findings();
        assertThat(results.size()).isEqualTo(findings.size());
        for (int i = 0; i < findings.size(); i++) {
            assertThat(results.get(i).get("level").asString().equals("error"))
                    .isEqualTo(findings.get(i).fails());
        }
        assertThat(levels("warn", "low")).isEqualTo("note");
        assertThat(levels("warn", "critical")).isEqualTo("warning");
    }

    @Test
    void aWaivedResultIsSuppressedAndThenAllHaveTheMember() {
        JsonNode results = run(Samples.usual()).get("results");
        int suppressed = 0;
        for (JsonNode result : results) {
            assertThat(result.get("suppressions").isArray()).isTrue();
            suppressed += result.get("suppressions").size();
        }
        assertThat(suppressed).isEqualTo(1);
        JsonNode none =
                run(Samples.of(Finding.builder("r", "low", "deny").build())).at("/results/0");
        assertThat(none.has("suppressions")).isFalse();
    }

    @Test
    void fingerprintsSurviveEditsAndTellFindingsApart() {
        Finding f = Finding.builder("unhashed", "low", "deny")
                .of("a", "1")
                .at("f", 1)
                .build();
        Finding moved = Finding.builder("unhashed", "low", "deny")
                .of("a", "2")
                .at("f", 9)
                .build();
        Finding other = Finding.builder("unhashed", "low", "deny")
                .of("b", "1")
                .at("f", 1)
                .build();
        assertThat(fingerprints(Samples.of(f))).isEqualTo(fingerprints(Samples.of(moved)));
        assertThat(fingerprints(Samples.of(f, other, moved))).hasSize(3);
    }

    @Test
    void aFindingWithoutAFileHasAPlaceAllTheSame() {
        Finding f = Finding.builder("advisories-stale", "low", "warn").build();
        assertThat(run(Samples.of(f))
                        .at("/results/0/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo(".");
        String sarif = Sarif.render(List.of(new ToolRun("t", "", List.of(), List.of(f), "uv.lock")));
        assertThat(sarif).contains("\"uri\":\"uv.lock\"");
    }

    @Test
    void pathsBecomeReferences() {
        assertThat(RelativeUri.of("requirements.txt")).isEqualTo("requirements.txt");
        assertThat(RelativeUri.of("./dev/a b#c?.txt")).isEqualTo("dev/a%20b%23c%3F.txt");
        assertThat(RelativeUri.of("win\\dir\\f.txt")).isEqualTo("win/dir/f.txt");
        assertThat(RelativeUri.of("a:b/c")).isEqualTo("a%3Ab/c");
        assertThat(RelativeUri.of("/abs/f")).isEqualTo("file:///abs/f");
        assertThat(RelativeUri.of("//host/f")).isEqualTo("file:///host/f");
        assertThat(RelativeUri.of("C:\\x\\f")).isEqualTo("file:///C:/x/f");
        assertThat(RelativeUri.of("../up/\u00E9")).isEqualTo("../up/%C3%A9");
        assertThat(RelativeUri.of("")).isEqualTo(".");
    }

    @Test
    void aLinkInATextIsNoLink() {
        String sarif = Sarif.render(Samples.hostile());
        assertThat(sarif).contains("[link] (https://files.example/x)").doesNotContain("\"text\":\"[link](");
    }

    private static String levels(String action, String severity) {
        return run(Samples.of(Finding.builder("r", severity, action).build()))
                .at("/results/0/level")
                .asString();
    }

    private static Set<String> fingerprints(CheckReport report) {
        Set<String> all = new HashSet<>();
        for (JsonNode result : run(report).get("results")) {
            all.add(result.at("/partialFingerprints/waagFinding~1v1").asString());
        }
        return all;
    }

    private static JsonNode run(CheckReport report) {
        return Json.MAPPER.readTree(Sarif.render(report)).at("/runs/0");
    }
}
