package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaiverTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final Facts SDIST = Given.file()
            .say(Fact.PROJECT, "numpy")
            .say(Fact.VERSION, "2.0")
            .say(Fact.KIND, "sdist")
            .facts();

    @Test
    void aWaivedRefusalBecomesANoteThatSaysSo() {
        Policy policy = file("project = 'NumPy'");
        Decision decision = policy.decide(SDIST, Given.NOW);

        assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.leading()).isEmpty();
        Reason note = Given.reason(decision, "wheels-only");
        assertThat(note.action()).isEqualTo(Action.WARN);
        assertThat(note.severity()).isEqualTo("info");
        assertThat(note.waived()).isTrue();
        assertThat(note.message()).isEqualTo("waived until 2026-12-31 by data-team: read setup.py");
        assertThat(note.help())
                .isEqualTo("Without the waiver: only wheels are allowed, and this file is none (kind: sdist).");
        assertThat(note.facts())
                .containsEntry("waiver_owner", "data-team")
                .containsEntry("waiver_reason", "read setup.py")
                .containsEntry("waiver_expires", "2027-01-01T00:00:00Z");
        assertThat(decision.changesAt()).contains(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void holdsThroughTheEndOfItsDay() {
        Policy policy = file("project = 'numpy'");
        assertThat(policy.decide(SDIST, Instant.parse("2026-12-31T23:59:59.999999999Z"))
                        .verdict())
                .isEqualTo(Verdict.ALLOW);
        Decision after = policy.decide(SDIST, Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(after.verdict()).isEqualTo(Verdict.DENY);
        assertThat(after.leading().orElseThrow().help()).endsWith("Its waiver by data-team expired: 2026-12-31.");
        assertThat(after.leading().orElseThrow().waived()).isFalse();
        assertThat(after.changesAt()).isEmpty();
        assertThat(policy.expiredWaivers(Instant.parse("2027-01-01T00:00:00Z"))).hasSize(1);
        assertThat(policy.expiredWaivers(Given.NOW)).isEmpty();
    }

    @Test
    void theScopeDecides() {
        assertThat(waived("project = 'numpy'", "version = '2.0'")).isTrue();
        assertThat(waived("project = 'numpy'", "version = '2.1'")).isFalse();
        assertThat(waived("project = 'scipy'")).isFalse();
        assertThat(waived("sha256 = '" + DIGEST.toUpperCase(Locale.ROOT) + "'")).isTrue();
        assertThat(waived("sha256 = '" + "cd".repeat(32) + "'")).isFalse();
        assertThat(waived("project = 'numpy'", "sha256 = '" + "cd".repeat(32) + "'"))
                .isFalse();
        assertThat(waived("advisory = 'EX-2026-1'"))
                .as("no file fact is about an advisory")
                .isFalse();
    }

    @Test
    void saysWhatItIsFor() {
        assertThat(file("project = 'NumPy'").waivers().getFirst().scope()).isEqualTo("numpy");
        assertThat(file("project = 'numpy'", "version = '2.0'", "advisory = 'EX-2026-1'")
                        .waivers()
                        .getFirst()
                        .scope())
                .isEqualTo("numpy 2.0, EX-2026-1");
        assertThat(file("sha256 = '" + DIGEST + "'").waivers().getFirst().scope())
                .isEqualTo("sha256:" + DIGEST);
    }

    @Test
    void waivesItsOwnRuleOnly() {
        Facts two = Given.file()
                .say(Fact.PROJECT, "numpy")
                .say(Fact.KIND, "sdist")
                .say(Fact.HASHES, Map.of("md5", "ab"))
                .facts();
        Decision decision = file("project = 'numpy'").decide(two, Given.NOW);
        assertThat(decision.leading().orElseThrow().rule()).isEqualTo("missing-hash");
    }

    @Test
    void waivesTheUnknownToo() {
        Policy policy = Given.policy(
                "[[waiver]]",
                "rule = 'cooldown'",
                "project = 'numpy'",
                "owner = 'me'",
                "reason = 'r'",
                "expires = '2026-12-31'");
        Facts facts =
                Given.file().say(Fact.PROJECT, "numpy").forget(Fact.UPLOAD_TIME).facts();
        assertThat(policy.decide(facts, Given.NOW).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void theOneThatEndsLastApplies() {
        Policy policy = Given.DEFAULTS.withWaivers(List.of(
                waiver("a", Instant.parse("2026-11-20T12:30:00Z")),
                waiver("b", Instant.parse("2026-11-25T12:30:00Z")),
                waiver("c", Instant.parse("2026-11-24T12:30:00Z"))));

        Decision decision = policy.decide(SDIST, Given.NOW);
        assertThat(Given.reason(decision, "wheels-only").facts()).containsEntry("waiver", "b");
        assertThat(Given.reason(decision, "wheels-only").message()).startsWith("waived until 2026-11-25 12:30 UTC by");
        assertThat(decision.changesAt()).contains(Instant.parse("2026-11-25T12:30:00Z"));
        assertThat(policy.waivers()).hasSize(3);
    }

    @Test
    void idsOfAFileSurviveAnEditElsewhere() {
        Policy one = file("project = 'numpy'");
        Policy other = Given.policy(
                "# moved down",
                "[[waiver]]",
                "expires = '2026-12-31'",
                "owner = 'data-team'",
                "project = 'numpy'",
                "rule = 'wheels-only'",
                "reason = 'read setup.py'");
        assertThat(other.waivers()).isEqualTo(one.waivers());
        assertThat(one.waivers().getFirst().id()).matches("file-[0-9a-f]{12}");
    }

    @Test
    void aWaiverWithoutScopeCannotBe() {
        assertThatThrownBy(() -> new Waiver(
                        "x",
                        "cooldown",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "me",
                        "r",
                        Given.NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Waiver(
                        "x",
                        "cooldown",
                        "a",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "me",
                        " ",
                        Given.NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Waiver waiver(String id, Instant expires) {
        return new Waiver(
                id, "wheels-only", "numpy", Optional.empty(), Optional.empty(), Optional.empty(), "me", "r", expires);
    }

    private static Policy file(String... scope) {
        return Given.policy(
                "[[waiver]]",
                "rule = 'wheels-only'",
                String.join("\n", scope),
                "owner = 'data-team'",
                "reason = 'read setup.py'",
                "expires = 2026-12-31");
    }

    private static boolean waived(String... scope) {
        return file(scope).decide(SDIST, Given.NOW).verdict() == Verdict.ALLOW;
    }
}
