package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LicenceTest {
    private static final Policy POLICY =
            Given.policy("[rules.licence]", "action = 'deny'", "allow = ['apache-2.0', 'MIT', 'MIT']");

    @Test
    void isOffUntilSomebodyHasAList() {
        assertThat(Given.decide(licensed("GPL-3.0-only")).reasons()).isEmpty();
    }

    @Test
    void refusesWhatIsNotOnTheList() {
        assertThat(POLICY.decide(licensed("MIT"), Given.NOW).reasons()).isEmpty();
        assertThat(POLICY.decide(licensed("MIT OR GPL-3.0-only"), Given.NOW).reasons())
                .isEmpty();
        Reason reason = POLICY.decide(licensed("MIT AND GPL-3.0-only"), Given.NOW)
                .leading()
                .orElseThrow();
        assertThat(reason.action()).isEqualTo(Action.DENY);
        assertThat(reason.message()).isEqualTo("GPL-3.0-only is not allowed (MIT AND GPL-3.0-only)");
        assertThat(reason.facts()).containsEntry("licence", "MIT AND GPL-3.0-only");
        assertThat(Given.fitsReasonPhrase(reason.message())).isTrue();
        assertThat(POLICY.decide(licensed("ISC"), Given.NOW)
                        .leading()
                        .orElseThrow()
                        .message())
                .isEqualTo("ISC is not allowed");
        assertThat(POLICY.decide(licensed("no expression"), Given.NOW).verdict())
                .isEqualTo(Verdict.DENY);
    }

    @Test
    void holdsTheUnknownAndSaysSo() {
        Facts unknown = Given.file().forget(Fact.LICENCE).facts();
        Decision decision = POLICY.decide(unknown, Given.NOW);
        assertThat(decision.verdict()).isEqualTo(Verdict.HOLD);
        Reason reason = decision.leading().orElseThrow();
        assertThat(reason.message()).isEqualTo("the release's licence is unknown, so licence cannot be judged");
        assertThat(reason.facts()).containsEntry("unknown", List.of("licence"));
        Policy warns = Given.policy("[rules.licence]", "action = 'warn'", "allow = ['MIT']");
        assertThat(warns.decide(unknown, Given.NOW).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void judgesAPinAsItJudgesAFile() {
        assertThat(POLICY.judge(Sighting.ofLicence(Optional.of("MIT"), "a", "1", Optional.empty()), Given.NOW))
                .isEmpty();
        assertThat(POLICY.judge(Sighting.ofLicence(Optional.of("ISC"), "a", "1", Optional.empty()), Given.NOW))
                .get()
                .extracting(Reason::action, Reason::message)
                .containsExactly(Action.DENY, "ISC is not allowed");
        assertThat(POLICY.judge(Sighting.ofLicence(Optional.empty(), "a", "1", Optional.empty()), Given.NOW))
                .get()
                .extracting(Reason::action)
                .isEqualTo(Action.HOLD);
        assertThat(Given.DEFAULTS.judge(Sighting.ofLicence(Optional.empty(), "a", "1", Optional.empty()), Given.NOW))
                .isEmpty();
    }

    @Test
    void theListIsOfSpdxIdsInTheirOwnSpelling() {
        assertThat(POLICY.rule("licence").orElseThrow().settings())
                .containsEntry("allow", List.of("Apache-2.0", "MIT"));
        assertThat(Given.policy(
                                "[rules.licence]",
                                "allow = ['LicenseRef-Acme', 'gpl-2.0-only with classpath-exception-2.0', 'Apache-2.0+']")
                        .rule("licence")
                        .orElseThrow()
                        .settings())
                .containsEntry(
                        "allow",
                        List.of("Apache-2.0+", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-Acme"));
        assertThat(Given.errors("[rules.licence]", "allow = ['MIT', 'Apache2.0']"))
                .containsExactly("policy.toml:2:9: 'Apache2.0' is no SPDX licence id (did you mean 'Apache-2.0'?)");
        assertThat(Given.errors("[rules.licence]", "allow = ['MIT OR ISC']"))
                .containsExactly("policy.toml:2:9: 'MIT OR ISC' is no SPDX licence id");
    }

    @Test
    void rulesOfAFileSeeIt() {
        Policy policy = Given.only("licence.startsWith('GPL')", "deny");
        assertThat(policy.decide(licensed("GPL-3.0-only"), Given.NOW).verdict()).isEqualTo(Verdict.DENY);
        assertThat(policy.decide(licensed("MIT"), Given.NOW).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(policy.decide(Given.file().forget(Fact.LICENCE).facts(), Given.NOW)
                        .verdict())
                .isEqualTo(Verdict.HOLD);
    }

    private static Facts licensed(String expression) {
        return Given.file().say(Fact.LICENCE, expression).facts();
    }
}
