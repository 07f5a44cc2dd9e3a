package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTestsTest {
    @Test
    void runsEachCaseAgainstThePolicy() {
        PolicyTests tests = load(
                "[policy]",
                "inline = '''",
                "[rules.cooldown]",
                "hours = 48",
                "'''",
                "[[case]]",
                "name = 'fresh'",
                "now = 2026-11-22T10:00:00Z",
                "facts = { project = 'Num.Py', age_hours = 47.5 }",
                "expect = 'hold'",
                "rules = ['cooldown']",
                "[[case]]",
                "name = 'wrong on purpose'",
                "facts = { filename = 'x-1.0.tar.gz', size = 5, yanked = true, hashes = { sha1 = 'ab' } }",
                "expect = 'allow'",
                "rules = ['cooldown']",
                "[[case]]",
                "name = 'unknown'",
                "unknown = ['upload_time']",
                "expect = 'hold'");

        List<PolicyTests.Result> results = tests.run(tests.inlinePolicy());
        assertThat(results).extracting(PolicyTests.Result::passed).containsExactly(true, false, true);
        assertThat(results).extracting(PolicyTests.Result::line).containsExactly(6, 12, 17);
        assertThat(results.get(1).detail())
                .startsWith("expected allow by cooldown, got deny by missing-hash, wheels-only, yanked\n")
                .contains("\n  wheels-only (deny): only wheels are allowed");
        assertThat(tests.cases().getFirst().facts().project()).isEqualTo("num-py");
        assertThat(tests.policyFile()).isEmpty();
    }

    @Test
    void withoutAPolicyItIsTheDefaultPack() {
        PolicyTests tests = load("[[case]]", "name = 'x'", "expect = 'allow'", "rules = []");
        assertThat(tests.inlinePolicy().digest()).isEqualTo(Policy.defaults().digest());
        assertThat(tests.run(tests.inlinePolicy())).allMatch(PolicyTests.Result::passed);
        assertThat(load("[policy]", "file = 'policy.toml'", "[[case]]", "name = 'x'", "expect = 'allow'")
                        .policyFile())
                .contains("policy.toml");
    }

    @Test
    void aWaivedRuleDoesNotFire() {
        PolicyTests tests = load(
                "[policy]",
                "inline = \"\"\"",
                "[[waiver]]\\nrule = 'wheels-only'\\nproject = 'a'\\nowner = 'me'\\nreason = 'r'\\nexpires = 2026-06-30",
                "\"\"\"",
                "[[case]]",
                "name = 'waived'",
                "facts = { project = 'a', kind = 'sdist' }",
                "expect = 'allow'",
                "rules = []",
                "[[case]]",
                "name = 'expired'",
                "now = 2026-07-01T00:00:00Z",
                "facts = { project = 'a', kind = 'sdist' }",
                "expect = 'deny'",
                "rules = ['wheels-only']");
        assertThat(tests.run(tests.inlinePolicy()))
                .allSatisfy(r -> assertThat(r.detail()).isEmpty());
    }

    @Test
    void mistakesAreSaidAtTheirPlace() {
        assertThat(errors(
                        "[policies]",
                        "[[case]]",
                        "nam = 'x'",
                        "expect = 'denied'",
                        "now = 'noon'",
                        "facts = { upload-time = 3, size = 'big', kind = 'egg', yanked = 'yes', age_hours = 'old', hashes = 'ab', upload_time = 2026-01-01 }",
                        "unknown = ['project']",
                        "rules = 'cooldown'"))
                .containsExactly(
                        "tests.toml:1:1: unknown key 'policies' in the file",
                        "tests.toml:2:1: [[case]] has no 'name'",
                        "tests.toml:3:1: unknown key 'nam' in [[case]] (did you mean 'name'?)",
                        "tests.toml:4:10: 'expect' must be one of allow, hold, deny, not 'denied'",
                        "tests.toml:5:7: 'now' must be a time such as 2026-11-22T10:00:00Z",
                        "tests.toml:6:11: unknown key 'upload-time' in 'facts' of [[case]] (did you mean 'upload_time'?)",
                        "tests.toml:6:35: 'size' must be a whole number",
                        "tests.toml:6:49: 'kind' must be one of wheel, sdist, other",
                        "tests.toml:6:65: 'yanked' must be true or false",
                        "tests.toml:6:72: either 'age_hours' or 'upload_time', not both",
                        "tests.toml:6:84: 'age_hours' must be a number",
                        "tests.toml:6:100: 'hashes' must be a table of strings such as { sha256 = \"…\" }",
                        "tests.toml:6:120: 'upload_time' must be a time such as 2026-11-22T10:00:00Z",
                        "tests.toml:7:11: 'project' cannot be in 'unknown', only size, upload_time, attested, licence",
                        "tests.toml:8:9: 'rules' must be a list of strings");
        assertThat(errors("")).containsExactly("tests.toml:1:1: the file has no [[case]]");
    }

    @Test
    void anInlinePolicysMistakesStandInTheFileOfTests() {
        assertThat(errors(
                        "[policy]",
                        "inline = '''",
                        "[rules.cooldown]",
                        "  hours = 'x'",
                        "[[rule]]",
                        "id = 'x'",
                        "when = \"claimed && nope\"",
                        "action = 'deny'",
                        "message = 'm\"'",
                        "'''",
                        "[[case]]",
                        "name = 'x'",
                        "expect = 'allow'"))
                .containsExactly(
                        "tests.toml:4:11: 'hours' must be a number of hours from 0 to 87600",
                        "tests.toml:7:20: when: unknown fact 'nope'");
    }

    private static PolicyTests load(String... lines) {
        try {
            return PolicyTests.load(new PolicySource("tests.toml", String.join("\n", lines)));
        } catch (PolicyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static List<String> errors(String... lines) {
        try {
            PolicyTests.load(new PolicySource("tests.toml", String.join("\n", lines)));
            return List.of();
        } catch (PolicyException e) {
            return e.errors().stream().map(PolicyError::toString).toList();
        }
    }
}
