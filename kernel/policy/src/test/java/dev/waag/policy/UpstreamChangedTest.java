package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpstreamChangedTest {
    @Test
    void holdsAChangedFileAndSaysWhatChanged() {
        Decision decision = Given.decide(
                Given.file().say(Fact.UPSTREAM_CHANGE, "size was 10, now 12").facts());

        assertThat(decision.verdict()).isEqualTo(Verdict.HOLD);
        Reason reason = decision.leading().orElseThrow();
        assertThat(reason.severity()).isEqualTo("critical");
        assertThat(reason.message()).isEqualTo("changed upstream since it was first seen: size was 10, now 12");
        assertThat(decision.changesAt()).isEmpty();
    }

    @Test
    void aClaimIsNoExcuse() {
        Facts facts = Given.file()
                .say(Fact.UPSTREAM_CHANGE, "x")
                .say(Fact.CLAIMED, true)
                .facts();
        assertThat(Given.find(Given.decide(facts), "upstream-changed")).isPresent();
    }

    @Test
    void aLongChangeIsCutToFit() {
        Facts facts =
                Given.file().say(Fact.UPSTREAM_CHANGE, "size ".repeat(100)).facts();
        String message = Given.reason(Given.decide(facts), "upstream-changed").message();
        assertThat(message).endsWith("...");
        assertThat(Given.fitsReasonPhrase(message)).isTrue();
    }
}
