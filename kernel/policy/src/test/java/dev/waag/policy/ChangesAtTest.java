package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a decision changes by time alone: exactly where that can be known, within a minute elsewhere, never where time has no part. */
class ChangesAtTest {
    /** Uploaded ten hours ago. */
    private static final Facts TEN = Given.aged(10);

    private static final Instant UPLOADED = Given.NOW.minus(Duration.ofHours(10));

    @Test
    void strictAndInclusiveComparisonsFlipAtTheirOwnInstant() {
        Instant at = UPLOADED.plus(Duration.ofHours(20));
        assertThat(change("age_hours < 20")).contains(at);
        assertThat(change("age_hours >= 20")).contains(at);
        assertThat(change("20 > age_hours")).contains(at);
        assertThat(change("20.0 <= age_hours")).contains(at);
        assertThat(change("!(age_hours >= 20)")).contains(at);
        assertFlips("age_hours <= 20");
        assertFlips("age_hours > 20");
        assertFlips("20 < age_hours");
        assertThat(change("age_hours > 20").orElseThrow()).isAfter(at).isBefore(at.plusNanos(10));
    }

    @Test
    void whatIsPastOrNeverComesChangesNothing() {
        assertThat(change("age_hours < 5")).isEmpty();
        assertThat(change("age_hours < 10")).isEmpty();
        assertThat(change("age_hours < 1e30")).isEmpty();
        assertThat(change("size > 3")).isEmpty();
        assertThat(change("upload_time < timestamp('2030-01-01T00:00:00Z')")).isEmpty();
    }

    @Test
    void aBoundThatMakesNoDifferenceIsPassedOver() {
        assertThat(change("claimed && age_hours < 20")).isEmpty();
        assertThat(change("age_hours < 20 || kind == 'wheel'")).isEmpty();
        assertThat(change("(age_hours < 20 && claimed) || age_hours < 30"))
                .contains(UPLOADED.plus(Duration.ofHours(30)));
        assertThat(change("age_hours > 20 && age_hours < 40")).isPresent();
    }

    @Test
    void boundsMayBeExpressionsOfOtherFacts() {
        assertThat(change("age_hours < (kind == 'wheel' ? 15 : 150)")).contains(UPLOADED.plus(Duration.ofHours(15)));
        assertThat(change("age_hours < double(size) / 50.0")).contains(UPLOADED.plus(Duration.ofHours(20)));
        assertThat(change("age_hours < size")).contains(UPLOADED.plus(Duration.ofHours(1000)));
        Facts sizeless =
                Given.file().say(Fact.AGE_HOURS, 10.0).forget(Fact.SIZE).facts();
        assertThat(Given.only("age_hours < size", "deny")
                        .decide(sizeless, Given.NOW)
                        .changesAt())
                .as("unknown now and later")
                .isEmpty();
    }

    @Test
    void otherUsesOfTheAgeAreJudgedAgainWithinAMinute() {
        Instant soon = Given.NOW.plus(Duration.ofMinutes(1));
        assertThat(change("age_hours / 24.0 < 3.0")).contains(soon);
        assertThat(change("age_hours == 20.0")).contains(soon);
        assertThat(change("[20, 30].exists(h, age_hours < h)")).contains(soon);
        assertThat(change("int(age_hours) < 20")).contains(soon);
        assertThat(change("age_hours < age_hours + 1.0")).contains(soon);
        assertThat(Given.only("age_hours / 24.0 < 3.0", "deny")
                        .decide(Given.file().forget(Fact.UPLOAD_TIME).facts(), Given.NOW)
                        .changesAt())
                .as("unknown now and later")
                .isEmpty();
    }

    @Test
    void theFirstOfSeveralRulesCounts() {
        Policy policy = Given.policy(
                "[rules.cooldown]",
                "hours = 40",
                "[[rule]]",
                "id = 'mine'",
                "when = 'age_hours > 12'",
                "action = 'warn'",
                "message = 'm'");
        assertThat(policy.decide(TEN, Given.NOW).changesAt().orElseThrow())
                .isBetween(
                        UPLOADED.plus(Duration.ofHours(12)),
                        UPLOADED.plus(Duration.ofHours(12)).plusNanos(10));
    }

    @Test
    void rulesThatAreOffDoNotCount() {
        assertThat(Given.policy("[rules.cooldown]", "action = 'off'")
                        .decide(TEN, Given.NOW)
                        .changesAt())
                .isEmpty();
    }

    private static Optional<Instant> change(String when) {
        return Given.only(when, "deny").decide(TEN, Given.NOW).changesAt();
    }

    /** The decision is another exactly from that instant on. */
    private static void assertFlips(String when) {
        Policy policy = Given.only(when, "deny");
        Verdict now = policy.decide(TEN, Given.NOW).verdict();
        Instant at = policy.decide(TEN, Given.NOW).changesAt().orElseThrow();
        assertThat(policy.decide(TEN, at.minusNanos(1)).verdict()).isEqualTo(now);
        assertThat(policy.decide(TEN, at).verdict()).isNotEqualTo(now);
    }
}
