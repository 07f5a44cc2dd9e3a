package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdvisoriesStaleTest {
    private static final Duration LIMIT = Duration.ofDays(2);

    @Test
    void warnsOfAdvisoriesThatAreOlderThanTwoDays() {
        Policy policy = Given.DEFAULTS;
        assertThat(policy.judge(aged(LIMIT), Given.NOW)).isEmpty();
        Reason reason = policy.judge(aged(LIMIT.plusNanos(1)), Given.NOW).orElseThrow();
        assertThat(reason.action()).isEqualTo(Action.WARN);
        assertThat(reason.message()).isEqualTo("the advisories of osv.zip are as of 2026-11-20 09:59 UTC");
        assertThat(reason.facts()).containsEntry("source", "osv.zip").containsEntry("hours", 48L);
    }

    @Test
    void theHoursAreSet() {
        Policy strict = Given.policy("[rules.advisories-stale]", "action = 'deny'", "hours = 0.5");
        assertThat(strict.judge(aged(Duration.ofMinutes(30)), Given.NOW)).isEmpty();
        assertThat(strict.judge(aged(Duration.ofMinutes(31)), Given.NOW))
                .get()
                .extracting(Reason::action)
                .isEqualTo(Action.DENY);
    }

    @Test
    void warnsWhereNobodyKnows() {
        for (Map<String, Object> facts : Set.<Map<String, Object>>of(Map.of(), Map.of("as_of", "some day"))) {
            Sighting seen = new Sighting("advisories-stale", "", "", Optional.empty(), Set.of(), "", "", "", facts);
            assertThat(Given.DEFAULTS.judge(seen, Given.NOW))
                    .get()
                    .extracting(Reason::message)
                    .isEqualTo("the advisories of an unknown source are of unknown age");
        }
    }

    private static Sighting aged(Duration age) {
        return Sighting.ofAdvisories("osv.zip", Given.NOW.minus(age));
    }
}
