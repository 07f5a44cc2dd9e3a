package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is seen outside any file is judged by the same actions, settings and waivers. */
class SightingTest {
    private static final String DIGEST = "ab".repeat(32);

    @Test
    void hasTheRulesActionAndItsOwnWords() {
        Reason reason = judge(Given.DEFAULTS, seen("unhashed", "Num_Py")).orElseThrow();
        assertThat(reason.rule()).isEqualTo("unhashed");
        assertThat(reason.action()).isEqualTo(Action.WARN);
        assertThat(reason.severity()).isEqualTo("low");
        assertThat(reason.message()).isEqualTo("num-py is pinned without a hash");
        assertThat(reason.help()).contains("waag lock");
        assertThat(reason.waiver()).isEmpty();
    }

    @Test
    void hasTheWordsAndFactsThatItCameWith() {
        Sighting seen = new Sighting(
                "lock-drift",
                "numpy",
                "2.0",
                Optional.empty(),
                Set.of(),
                "high",
                "pinned 2.0,\nwanted >=2.1 Größe",
                "Lock it again.",
                Map.of("file", "poetry.lock"));
        Reason reason = judge(Given.DEFAULTS, seen).orElseThrow();
        assertThat(reason.action()).isEqualTo(Action.DENY);
        assertThat(reason.severity()).isEqualTo("high");
        assertThat(reason.message()).isEqualTo("pinned 2.0, wanted >=2.1 Größe");
        assertThat(reason.help()).isEqualTo("Lock it again.");
        assertThat(reason.facts()).containsEntry("file", "poetry.lock");
    }

    @Test
    void isNothingWhereTheRuleIsOff() {
        assertThat(judge(Given.policy("[rules.unpinned]", "action = 'off'"), seen("unpinned", "numpy")))
                .isEmpty();
        assertThat(judge(Given.policy("extends = 'none'"), seen("unpinned", "numpy")))
                .isEmpty();
        assertThat(judge(Given.policy("extends = 'none'", "[rules.unpinned]"), seen("unpinned", "numpy")))
                .isPresent();
    }

    @Test
    void rulesAboutFilesTakeSightingsToo() {
        Policy policy = Given.policy("[rules.lookalike]", "except = ['reqeusts2']");
        Lookalike lookalike = new Lookalike("requests", "two letters swapped");
        assertThat(judge(policy, Sighting.ofLookalike(lookalike, "reqeusts", "1.0")))
                .get()
                .extracting(Reason::action, Reason::message)
                .containsExactly(Action.HOLD, "the name resembles requests: two letters swapped");
        assertThat(judge(policy, Sighting.ofLookalike(lookalike, "reqeusts2", "1.0")))
                .isEmpty();
        assertThat(judge(policy, facts("yanked", Map.of("yanked_reason", "loses data"))))
                .get()
                .extracting(Reason::action, Reason::message)
                .containsExactly(Action.WARN, "yanked by its publisher: loses data");
        assertThat(judge(policy, facts("project-status", Map.of("status", "archived"))))
                .get()
                .extracting(Reason::action, Reason::message)
                .containsExactly(Action.WARN, "the project is archived");
        assertThat(judge(policy, facts("project-status", Map.of("status", "quarantined"))))
                .get()
                .extracting(Reason::action)
                .isEqualTo(Action.DENY);
        assertThat(judge(policy, facts("wheels-only", Map.of("kind", "sdist"))))
                .get()
                .extracting(Reason::message)
                .isEqualTo("only wheels are allowed, and this file is none (kind: sdist)");
    }

    @Test
    void theScopeOfAWaiverDecides() {
        assertThat(waived("project = 'ZZ_Hole'")).isTrue();
        assertThat(waived("project = 'zz-hole'", "version = '1.0.0'")).isTrue();
        assertThat(waived("project = 'zz-hole'", "version = 'v1'")).isTrue();
        assertThat(waived("project = 'zz-hole'", "version = '1.1'")).isFalse();
        assertThat(waived("project = 'zz-fine'")).isFalse();
        assertThat(waived("advisory = 'CVE-2026-1'")).isTrue();
        assertThat(waived("advisory = 'cve-2026-1'")).isTrue();
        assertThat(waived("advisory = 'GHSA-aaaa-bbbb-cccc'")).isTrue();
        assertThat(waived("advisory = 'CVE-2026-2'")).isFalse();
        assertThat(waived("project = 'zz-hole'", "advisory = 'CVE-2026-1'")).isTrue();
        assertThat(waived("project = 'zz-fine'", "advisory = 'CVE-2026-1'")).isFalse();
        assertThat(waived("sha256 = '" + DIGEST.toUpperCase(Locale.ROOT) + "'")).isTrue();
        assertThat(waived("sha256 = '" + "cd".repeat(32) + "'")).isFalse();
    }

    @Test
    void aWaiverForAnAdvisoryCoversNothingElse() {
        Policy policy = Given.policy(waiver("unhashed", "advisory = 'CVE-2026-1'"));
        assertThat(judge(policy, seen("unhashed", "zz-hole")).orElseThrow().waived())
                .isFalse();
    }

    @Test
    void aWaivedOneIsANoteAndAnExpiredWaiverIsNamed() {
        Policy policy = Given.policy(waiver("known-vulnerable", "project = 'zz-hole'"));
        Reason note = judge(policy, vulnerable()).orElseThrow();
        assertThat(note.action()).isEqualTo(Action.WARN);
        assertThat(note.waived() && note.note()).isTrue();
        assertThat(note.waiver()).contains(policy.waivers().getFirst().id());
        assertThat(note.message()).isEqualTo("waived until 2026-12-31 by ann: being replaced");
        assertThat(note.facts()).containsEntry("advisory", "GHSA-aaaa-bbbb-cccc");

        Reason refusal = policy.judge(vulnerable(), Instant.parse("2027-01-01T00:00:00Z"))
                .orElseThrow();
        assertThat(refusal.action()).isEqualTo(Action.DENY);
        assertThat(refusal.waived() || refusal.note()).isFalse();
        assertThat(refusal.help()).endsWith("Its waiver by ann expired: 2026-12-31.");
        assertThat(refusal.waiver()).isPresent();
        assertThat(policy.judge(vulnerable(), Instant.parse("2026-12-31T23:59:59Z"))
                        .orElseThrow()
                        .waived())
                .as("good on its last day")
                .isTrue();
    }

    @Test
    void whatIsNoSightingIsRefused() {
        assertThatThrownBy(() -> judge(Given.DEFAULTS, seen("nonsense", "numpy")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Sighting("unpinned", "a", "", Optional.empty(), Set.of(), "terrible", "", "", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<Reason> judge(Policy policy, Sighting seen) {
        return policy.judge(seen, Given.NOW);
    }

    private static Sighting seen(String rule, String project) {
        return new Sighting(rule, project, "1.0", Optional.empty(), Set.of(), "", "", "", Map.of());
    }

    private static Sighting facts(String rule, Map<String, Object> facts) {
        return new Sighting(rule, "oops", "1.0", Optional.empty(), Set.of(), "", "", "", facts);
    }

    private static Sighting vulnerable() {
        return new Sighting(
                "known-vulnerable",
                "zz-hole",
                "1.0",
                Optional.of(DIGEST),
                new LinkedHashSet<>(List.of("GHSA-aaaa-bbbb-cccc", "CVE-2026-1")),
                "critical",
                "",
                "",
                Map.of("advisory", "GHSA-aaaa-bbbb-cccc"));
    }

    private static String waiver(String rule, String... scope) {
        return "[[waiver]]\nrule = '" + rule + "'\n" + String.join("\n", scope)
                + "\nowner = 'ann'\nreason = 'being replaced'\nexpires = 2026-12-31\n";
    }

    private static boolean waived(String... scope) {
        return judge(Given.policy(waiver("known-vulnerable", scope)), vulnerable())
                .orElseThrow()
                .waived();
    }
}
