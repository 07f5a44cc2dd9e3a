package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookalikeNameTest {
    @Test
    void holdsANameThatResemblesAPopularOne() {
        Decision decision = Given.decide(lookalike().facts());

        assertThat(decision.verdict()).isEqualTo(Verdict.HOLD);
        Reason reason = decision.leading().orElseThrow();
        assertThat(reason.message()).isEqualTo("the name resembles requests: two letters swapped");
        assertThat(reason.help()).startsWith("If you meant requests, correct the name; if reqeusts is right");
        assertThat(reason.facts())
                .containsEntry("lookalike", "requests")
                .containsEntry("lookalike_how", "two letters swapped")
                .containsEntry("popular", 15_000L);
    }

    @Test
    void passesOverClaimedNamesAndExceptions() {
        assertThat(Given.find(Given.decide(lookalike().say(Fact.CLAIMED, true).facts()), "lookalike"))
                .isEmpty();
        Policy policy = Given.policy("[rules.lookalike]", "except = ['reqeusts']", "popular = 500");
        assertThat(policy.decide(lookalike().facts(), Given.NOW).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(policy.rule("lookalike").orElseThrow().settings()).containsEntry("popular", 500L);
    }

    private static FactsDraft lookalike() {
        return Given.file()
                .say(Fact.PROJECT, "reqeusts")
                .say(Fact.LOOKALIKE, "requests")
                .say(Fact.LOOKALIKE_HOW, "two letters swapped");
    }
}
