package dev.waag.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.judge.WaiverCodec;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicySource;
import dev.waag.policy.Waiver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a gate says its policy is becomes that policy here. */
class GatePolicyTest {
    private static final String TEXT = """
            [rules.cooldown]
            hours = 5
            [[rule]]
            id = "own"
            when = "size > 9"
            action = "deny"
            message = "too large"
            [[waiver]]
            rule = "own"
            project = "kaas"
            version = "1.0"
            owner = "us"
            reason = "ours"
            expires = 2999-12-31
            """;

    private static final Waiver GRANTED = new Waiver(
            "w-1",
            "cooldown",
            "boter",
            Optional.empty(),
            Optional.of("0f".repeat(32)),
            Optional.of("CVE-2026-1"),
            "me",
            "so",
            Instant.parse("2999-01-01T00:00:00Z"));

    @Test
    void isTheSameToTheLastWaiver() throws Exception {
        Policy there = Policy.load(new PolicySource("policy.toml", TEXT)).withWaivers(List.of(GRANTED));
        Policy here = GatePolicy.read(answer(there.text(), there.waivers()), "there");
        assertThat(here.digest()).isEqualTo(there.digest());
        assertThat(here.waivers()).containsExactlyElementsOf(there.waivers());
    }

    @Test
    void withoutATextItIsTheDefaultPack() {
        assertThat(GatePolicy.read(answer("", List.of()), "there").digest())
                .isEqualTo(Policy.defaults().digest());
        assertThat(GatePolicy.read(answer("", List.of(GRANTED)), "there").waivers())
                .containsExactly(GRANTED);
    }

    @Test
    void whatCannotBeReadIsNoPolicy() {
        List<JsonNode> wrong = List.of(
                answer("[rules.from-the-future]\naction = \"deny\"\n", List.of()),
                Json.MAPPER.readTree("{\"waivers\": [{}]}"),
                Json.MAPPER.readTree(
                        "{\"waivers\": [{\"id\": \"w\", \"rule\": \"r\", \"project\": \"p\", \"expires\": \"soon\"}]}"));
        for (JsonNode one : wrong) {
            assertThatThrownBy(() -> GatePolicy.read(one, "there"))
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE))
                    .hasMessageContaining("the policy of the gate at there cannot be read");
        }
    }

    private static JsonNode answer(String text, List<Waiver> waivers) {
        return Json.MAPPER.valueToTree(Map.of(
                "text",
                text,
                "waivers",
                waivers.stream().map(WaiverCodec::fields).toList()));
    }
}
