package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectStatusTest {
    @Test
    void byDefaultRefusesQuarantinedAndWarnsOfTheRest() {
        assertThat(action(Given.DEFAULTS, "quarantined")).contains(Action.DENY);
        assertThat(action(Given.DEFAULTS, "archived")).contains(Action.WARN);
        assertThat(action(Given.DEFAULTS, "deprecated")).contains(Action.WARN);
        assertThat(action(Given.DEFAULTS, "active")).isEmpty();
        assertThat(action(Given.DEFAULTS, "")).isEmpty();
    }

    @Test
    void aStateThatNobodyKnowsHolds() {
        assertThat(action(Given.DEFAULTS, "frozen")).contains(Action.HOLD);
        assertThat(action(set("warn"), "frozen")).contains(Action.WARN);
        assertThat(action(set("deny"), "frozen")).contains(Action.DENY);
        assertThat(action(set("off"), "frozen")).isEmpty();
    }

    @Test
    void aStricterActionIsForTheRest() {
        assertThat(action(set("hold"), "archived")).contains(Action.HOLD);
        assertThat(action(set("hold"), "quarantined")).contains(Action.DENY);
        assertThat(action(set("deny"), "deprecated")).contains(Action.DENY);
    }

    @Test
    void onlyWarnAndOffInSoManyWordsLetQuarantinedPass() {
        assertThat(action(set("warn"), "quarantined")).contains(Action.WARN);
        assertThat(action(set("off"), "quarantined")).isEmpty();
    }

    @Test
    void saysWhatTheIndexSays() {
        Facts facts = Given.file()
                .say(Fact.STATUS, "quarantined")
                .say(Fact.STATUS_REASON, "under investigation")
                .facts();
        assertThat(Given.reason(Given.decide(facts), "project-status").message())
                .isEqualTo("the project is quarantined: under investigation");
    }

    private static Policy set(String action) {
        return Given.policy("[rules.project-status]", "action = '" + action + "'");
    }

    private static Optional<Action> action(Policy policy, String status) {
        Facts facts = Given.file().say(Fact.STATUS, status).facts();
        return Given.find(policy.decide(facts, Given.NOW), "project-status").map(Reason::action);
    }
}
