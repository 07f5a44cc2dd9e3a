package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules of a policy file: what their expressions see, and what becomes of the unknown. */
class FileRuleTest {
    private static final Facts SIZELESS = Given.file().forget(Fact.SIZE).facts();
    private static final Facts TIMELESS = Given.file().forget(Fact.UPLOAD_TIME).facts();

    @Test
    void everyFactIsThere() {
        Facts facts = Given.file()
                .say(Fact.PROJECT, "numpy")
                .say(Fact.VERSION, "2.0")
                .say(Fact.AGE_HOURS, 36.0)
                .say(Fact.HASHES, Map.of("sha256", "ab"))
                .say(Fact.REQUIRES_PYTHON, ">=3.9")
                .say(Fact.PROVENANCE, "https://index.example/p")
                .say(Fact.STATUS_REASON, "why")
                .say(Fact.LOOKALIKE, "num-py")
                .say(Fact.LOOKALIKE_HOW, "how")
                .say(Fact.UPSTREAM_CHANGE, "what")
                .say(Fact.YANKED, true)
                .say(Fact.YANKED_REASON, "because")
                .facts();
        for (String when : List.of(
                "project == 'numpy' && version == '2.0'",
                "filename.endsWith('.whl') && kind == 'wheel'",
                "size == 1000 && size < 1000.5",
                "age_hours == 36.0 && age_hours > 35 && age_hours <= 36.0",
                "upload_time < timestamp('2026-11-21T00:00:00Z') && upload_time.getFullYear() == 2026",
                "yanked && yanked_reason == 'because'",
                "status == 'active' && status_reason == 'why'",
                "hashes.sha256 == 'ab' && hashes['sha256'] == 'ab' && !has(hashes.md5) && size(hashes) == 1",
                "requires_python.contains('3.9') && provenance != ''",
                "!claimed",
                "lookalike == 'num-py' && lookalike_how == 'how' && upstream_change == 'what'",
                "['numpy', 'scipy'].exists(p, p == project) && project.matches('^num')")) {
            Decision decision = Given.only(when, "deny").decide(facts, Given.NOW);
            assertThat(decision.verdict()).as(when + " " + decision).isEqualTo(Verdict.DENY);
            assertThat(decision.leading().orElseThrow().message()).as(when).isEqualTo("refused");
        }
    }

    @Test
    void anUnknownFactHoldsWhereItMatters() {
        Decision decision = Given.only("size > 10", "deny").decide(SIZELESS, Given.NOW);

        assertThat(decision.verdict()).as("never more than hold").isEqualTo(Verdict.HOLD);
        Reason reason = decision.leading().orElseThrow();
        assertThat(reason.message()).isEqualTo("the file's size is unknown, so mine cannot be judged");
        assertThat(reason.facts()).containsEntry("unknown", List.of("size"));
        assertThat(Given.only("size > 10", "hold").decide(SIZELESS, Given.NOW).verdict())
                .isEqualTo(Verdict.HOLD);
        assertThat(Given.only("age_hours < 10", "deny")
                        .decide(TIMELESS, Given.NOW)
                        .leading()
                        .orElseThrow()
                        .message())
                .startsWith("the file's upload time is unknown");
        assertThat(Given.only("size > 10 || age_hours > 3", "deny")
                        .decide(
                                Given.file()
                                        .forget(Fact.SIZE)
                                        .forget(Fact.UPLOAD_TIME)
                                        .facts(),
                                Given.NOW)
                        .leading()
                        .orElseThrow()
                        .message())
                .startsWith("the file's size and upload time are unknown");
    }

    @Test
    void warnStaysAWarningAndOffStaysOff() {
        Decision warned = Given.only("size > 10", "warn").decide(SIZELESS, Given.NOW);
        assertThat(warned.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(warned.reasons())
                .singleElement()
                .satisfies(r -> assertThat(r.action()).isEqualTo(Action.WARN));
        assertThat(Given.only("size > 10", "off").decide(SIZELESS, Given.NOW).reasons())
                .isEmpty();
        assertThat(Given.only("true", "off").decide(SIZELESS, Given.NOW).reasons())
                .isEmpty();
    }

    @Test
    void anUnknownFactIsAbsorbedWhereItDoesNotMatter() {
        for (String when : List.of(
                "claimed && size > 10",
                "size > 10 && claimed",
                "!(size > 10 || !claimed)",
                "claimed ? size > 10 : false",
                "kind == 'sdist' && [1, 2].exists(n, n > size)")) {
            assertThat(Given.only(when, "deny").decide(SIZELESS, Given.NOW).reasons())
                    .as(when)
                    .isEmpty();
        }
        assertThat(Given.only("size > 10 || kind == 'wheel'", "deny")
                        .decide(SIZELESS, Given.NOW)
                        .verdict())
                .isEqualTo(Verdict.DENY);
    }

    @Test
    void aRuleThatFailsHolds() {
        Facts facts = Given.file().say(Fact.HASHES, Map.of("md5", "ab")).facts();
        Decision decision =
                Given.only("hashes['sha256'].startsWith('00')", "deny").decide(facts, Given.NOW);

        assertThat(decision.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(decision.leading().orElseThrow().message())
                .isEqualTo("the rule fails on this file: no 'sha256' in the map that it asks");
        assertThat(Given.only("1000 / (size - 1000) == 1", "deny")
                        .decide(facts, Given.NOW)
                        .leading()
                        .orElseThrow()
                        .message())
                .isEqualTo("the rule fails on this file: / by zero");
        assertThat(Given.only("dyn(project) > 3", "deny")
                        .decide(facts, Given.NOW)
                        .verdict())
                .isEqualTo(Verdict.HOLD);
        assertThat(Given.only("hashes['sha256'] == '' || kind == 'wheel'", "deny")
                        .decide(facts, Given.NOW)
                        .verdict())
                .isEqualTo(Verdict.DENY);
    }

    @Test
    void anEndlessLoopIsCutShort() {
        String list = "[" + "1, ".repeat(40) + "1]";
        String when = list + ".all(a, " + list + ".all(b, " + list + ".all(c, a + b + c > 0)))";
        Decision decision = Given.only(when, "deny").decide(SIZELESS, Given.NOW);
        assertThat(decision.leading().orElseThrow().message()).startsWith("the rule fails on this file: ");
    }

    @Test
    void messagesNameFacts() {
        Policy policy = Given.policy(
                "[[rule]]",
                "id = 'giant'",
                "when = 'size > 10'",
                "action = 'hold'",
                "severity = 'low'",
                "message = '{{{filename}}} für {project} {version}: {size} bytes of {upload_time}, {hashes}'",
                "help = 'Ask {project}.'");

        Reason reason = Given.reason(policy.decide(Given.file().facts(), Given.NOW), "giant");
        assertThat(reason.message())
                .isEqualTo(
                        "{example-1.0-py3-none-any.whl} für example 1.0: 1000 bytes of 2025-11-22 10:00 UTC, sha256");
        assertThat(reason.help()).isEqualTo("Ask example.");
        assertThat(reason.severity()).isEqualTo("low");
        assertThat(reason.facts()).containsExactly(Map.entry("size", 1000L));
        assertThat(policy.rule("giant").orElseThrow().source()).isEqualTo("policy.toml:1");
    }

    @Test
    void reasonsAreStrongestFirst() {
        Policy policy = Given.policy(
                "extends = 'none'",
                rule("warns", "warn", "critical"),
                rule("holds", "hold", "critical"),
                rule("denies-low", "deny", "low"),
                rule("denies-b", "deny", "high"),
                rule("denies-a", "deny", "high"));

        Decision decision = policy.decide(Given.file().facts(), Given.NOW);
        assertThat(decision.reasons())
                .extracting(Reason::rule)
                .containsExactly("denies-a", "denies-b", "denies-low", "holds", "warns");
        assertThat(decision.leading().orElseThrow().rule()).isEqualTo("denies-a");
    }

    private static String rule(String id, String action, String severity) {
        return "[[rule]]\nid = '" + id + "'\nwhen = 'true'\naction = '" + action + "'\nmessage = 'm'\nseverity = '"
                + severity + "'";
    }
}
