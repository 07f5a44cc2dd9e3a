package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WheelsOnlyTest {
    @Test
    void deniesWhateverIsNoWheel() {
        for (String kind : new String[] {"sdist", "other"}) {
            Decision decision = Given.decide(Given.file().say(Fact.KIND, kind).facts());

            assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
            Reason reason = decision.leading().orElseThrow();
            assertThat(reason.rule()).isEqualTo("wheels-only");
            assertThat(reason.message())
                    .isEqualTo("only wheels are allowed, and this file is none (kind: " + kind + ")");
            assertThat(Given.fitsReasonPhrase(reason.message())).isTrue();
        }
    }

    @Test
    void allowsWheelsClaimedNamesAndExceptions() {
        assertThat(Given.decide(Given.file().facts()).reasons()).isEmpty();
        Facts claimed =
                Given.file().say(Fact.KIND, "sdist").say(Fact.CLAIMED, true).facts();
        assertThat(Given.find(Given.decide(claimed), "wheels-only")).isEmpty();
        Policy policy = Given.policy("[rules.wheels-only]", "except = ['exam*']");
        assertThat(policy.decide(Given.file().say(Fact.KIND, "sdist").facts(), Given.NOW)
                        .verdict())
                .isEqualTo(Verdict.ALLOW);
    }
}
