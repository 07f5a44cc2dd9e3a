package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CooldownTest {
    @Test
    void holdsAFreshFileUntilAnInstantThatItNames() {
        Decision decision = Given.decide(Given.aged(23));

        assertThat(decision.verdict()).isEqualTo(Verdict.HOLD);
        Reason reason = decision.leading().orElseThrow();
        assertThat(reason.message())
                .isEqualTo("uploaded 2026-11-21 11:00 UTC, 72 h required; allowed from 2026-11-24 11:00 UTC");
        assertThat(Given.fitsReasonPhrase(reason.message())).isTrue();
        assertThat(reason.facts())
                .containsEntry("upload_time", "2026-11-21T11:00:00Z")
                .containsEntry("hours", 72L)
                .containsEntry("allowed_from", "2026-11-24T11:00:00Z");
        assertThat(decision.changesAt()).contains(Instant.parse("2026-11-24T11:00:00Z"));
    }

    @Test
    void endsToTheNanosecond() {
        Facts facts = Given.file().say(Fact.UPLOAD_TIME, Given.NOW).facts();
        Instant end = Given.NOW.plus(Duration.ofDays(3));

        assertThat(Given.DEFAULTS.decide(facts, end.minusNanos(1)).verdict()).isEqualTo(Verdict.HOLD);
        Decision after = Given.DEFAULTS.decide(facts, end);
        assertThat(after.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(after.changesAt()).isEmpty();
    }

    @Test
    void roundsTheMinuteOfReleaseUp() {
        Facts facts = Given.file()
                .say(Fact.UPLOAD_TIME, Instant.parse("2026-11-21T10:00:30Z"))
                .facts();

        assertThat(Given.decide(facts).leading().orElseThrow().message()).endsWith("allowed from 2026-11-24 10:01 UTC");
    }

    @Test
    void holdsWhereTheUploadTimeIsUnknown() {
        Decision decision = Given.decide(Given.file().forget(Fact.UPLOAD_TIME).facts());

        assertThat(decision.verdict()).isEqualTo(Verdict.HOLD);
        Reason reason = decision.leading().orElseThrow();
        assertThat(reason.message()).isEqualTo("the file's upload time is unknown, so cooldown cannot be judged");
        assertThat(reason.facts()).containsEntry("unknown", List.of("upload time"));
        assertThat(decision.changesAt()).isEmpty();
    }

    @Test
    void holdsAFileFromTheFuture() {
        assertThat(Given.decide(Given.aged(-5)).verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void claimedNamesAndExceptionsDoNotWait() {
        Facts claimed =
                Given.file().say(Fact.CLAIMED, true).forget(Fact.UPLOAD_TIME).facts();
        assertThat(Given.find(Given.decide(claimed), "cooldown")).isEmpty();

        Policy policy = Given.policy("[rules.cooldown]", "except = ['Acme_*', 'boto3']");
        assertThat(policy.decide(named("acme-tools"), Given.NOW).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(policy.decide(named("boto3"), Given.NOW).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(policy.decide(named("acme"), Given.NOW).verdict()).isEqualTo(Verdict.HOLD);
        assertThat(policy.decide(named("boto33"), Given.NOW).changesAt()).isPresent();
        assertThat(policy.decide(named("boto3"), Given.NOW).changesAt()).isEmpty();
    }

    @Test
    void theOnlyFixPassesEarlyAndTheDecisionSaysSo() {
        Facts fix = Given.file()
                .say(Fact.AGE_HOURS, 1.0)
                .say(Fact.ONLY_FIX_FOR, List.of("CVE-2026-1", "PYSEC-2026-7"))
                .facts();
        Decision decision = Given.decide(fix);

        assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.reasons()).singleElement().satisfies(note -> {
            assertThat(note.rule()).isEqualTo("cooldown");
            assertThat(note.action()).isEqualTo(Action.WARN);
            assertThat(note.severity()).isEqualTo("info");
            assertThat(note.note()).isTrue();
            assertThat(note.waived()).isFalse();
            assertThat(note.message()).isEqualTo("passed early: the only fix for CVE-2026-1, PYSEC-2026-7");
            assertThat(note.help()).startsWith("Without that: uploaded 2026-11-22 09:00 UTC, 72 h required");
            assertThat(note.facts())
                    .containsEntry("passed_early", true)
                    .containsEntry("only_fix_for", List.of("CVE-2026-1", "PYSEC-2026-7"));
        });
        Instant end = Instant.parse("2026-11-25T09:00:00Z");
        assertThat(decision.changesAt()).contains(end);
        assertThat(Given.DEFAULTS.decide(fix, end).reasons()).isEmpty();
    }

    @Test
    void theOnlyFixNeedNotWaitForAnUploadTimeEither() {
        Facts fix = Given.file()
                .forget(Fact.UPLOAD_TIME)
                .say(Fact.ONLY_FIX_FOR, List.of("CVE-2026-1"))
                .facts();
        assertThat(Given.decide(fix).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(Given.decide(fix).reasons()).singleElement().matches(Reason::note);
    }

    @Test
    void otherRulesLetNothingPassEarly() {
        Facts fix = Given.file()
                .say(Fact.KIND, "sdist")
                .say(Fact.ONLY_FIX_FOR, List.of("CVE-2026-1"))
                .facts();
        assertThat(Given.decide(fix).verdict()).isEqualTo(Verdict.DENY);
    }

    @Test
    void hoursMayBeAnyNumber() {
        Policy policy = Given.policy("[rules.cooldown]", "hours = 0.5", "action = 'deny'");

        assertThat(policy.decide(Given.aged(0.4), Given.NOW).verdict()).isEqualTo(Verdict.DENY);
        assertThat(policy.decide(Given.aged(0.5), Given.NOW).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(Given.policy("[rules.cooldown]", "hours = 0")
                        .decide(Given.aged(0), Given.NOW)
                        .verdict())
                .isEqualTo(Verdict.ALLOW);
    }

    private static Facts named(String project) {
        return Given.file().say(Fact.PROJECT, project).say(Fact.AGE_HOURS, 1.0).facts();
    }
}
