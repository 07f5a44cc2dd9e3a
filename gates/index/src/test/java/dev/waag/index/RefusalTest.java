package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.store.DecisionRecord;
import dev.waag.store.DecisionRecord.ReasonRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RefusalTest {
    private static final String BASE = "https://packages.example/waag";

    private static Refusal refusal(String rule, String message) {
        List<ReasonRecord> reasons = rule.isEmpty()
                ? List.of()
                : List.of(new ReasonRecord(rule, "deny", "high", message, "Do this.", Map.of()));
        return new Refusal(
                new DecisionRecord("deny", reasons, 42, Instant.EPOCH, Optional.empty()), "kaas-1.0.tar.gz", BASE);
    }

    @Test
    void thePhraseHasRuleMessageAndAddress() {
        assertThat(refusal("wheels-only", "a source distribution").phrase())
                .isEqualTo(
                        "Blocked by Waag: wheels-only: a source distribution (https://packages.example/waag/why/42)");
    }

    @Test
    void aLongMessageGivesWay() {
        String phrase = refusal("wheels-only", "m".repeat(500)).phrase();
        assertThat(phrase)
                .hasSize(200)
                .startsWith("Blocked by Waag: wheels-only: mmm")
                .endsWith("... (https://packages.example/waag/why/42)");
    }

    @Test
    void thePhraseIsPrintableAsciiWhateverTheMessage() {
        String phrase = refusal("mine", "caf\u00e9 \u4e16\r\nSet-Cookie: x=1\u0000\t\u007f")
                .phrase();
        assertThat(phrase)
                .isEqualTo("Blocked by Waag: mine: cafe ???Set-Cookie: x=1??? (https://packages.example/waag/why/42)");
        assertThat(phrase.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    @Test
    void theProblemSaysItAll() {
        JsonNode problem =
                Json.MAPPER.readTree(refusal("wheels-only", "caf\u00e9").problem());
        assertThat(problem.path("type").asString()).isEqualTo(BASE + "/why/42");
        assertThat(problem.path("title").asString()).contains("wheels-only");
        assertThat(problem.path("status").asInt()).isEqualTo(403);
        assertThat(problem.path("detail").asString())
                .contains("kaas-1.0.tar.gz", "wheels-only", "caf\u00e9", "Do this.", BASE + "/why/42");
        assertThat(problem.path("decision").asString()).isEqualTo("42");
    }

    @Test
    void whatWasNotJudgedIsRefusedTooAndSaysSo() {
        assertThat(refusal("", "").phrase()).startsWith("Blocked by Waag: unjudged: ");
    }
}
