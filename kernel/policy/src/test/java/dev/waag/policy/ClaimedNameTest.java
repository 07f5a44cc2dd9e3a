package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClaimedNameTest {
    @Test
    void deniesAClaimedNameFromOutside() {
        Decision decision = Given.decide(Given.file().say(Fact.CLAIMED, true).facts());

        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        Reason reason = decision.leading().orElseThrow();
        assertThat(reason.rule()).isEqualTo("claimed-name");
        assertThat(reason.severity()).isEqualTo("critical");
        assertThat(reason.facts()).containsEntry("claimed", true);
        assertThat(Given.fitsReasonPhrase(reason.message())).isTrue();
    }

    @Test
    void leavesOtherNamesAlone() {
        assertThat(Given.find(Given.decide(Given.file().facts()), "claimed-name"))
                .isEmpty();
    }
}
