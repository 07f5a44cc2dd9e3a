package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a policy file gets wrong is said at its place, all at once, with what would have been right. */
class PolicyErrorsTest {
    @Test
    void saysEverythingAtOnceInTheOrderOfTheFile() {
        assertThat(Given.errors(
                        "extend = 'default'",
                        "extends = 'defualt'",
                        "[rules.cooldwon]",
                        "hours = 5",
                        "[rules.cooldown]",
                        "hours = 'many'",
                        "hour = 3",
                        "action = 'refuse'",
                        "[[rule]]",
                        "id = 'mine'",
                        "when = 'age_hour < 3'",
                        "action = 'denny'",
                        "message = 'no'",
                        "[[waiver]]",
                        "rule = 'cooldow'",
                        "project = 'numpy'",
                        "owner = 'me'",
                        "reason = ''"))
                .containsExactly(
                        "policy.toml:1:1: unknown key 'extend' in the file (did you mean 'extends'?)",
                        "policy.toml:2:11: 'extends' must be one of default, none, not 'defualt' (did you mean 'default'?)",
                        "policy.toml:3:1: there is no default rule 'cooldwon' (did you mean 'cooldown'?); rules of your own are written [[rule]]",
                        "policy.toml:6:9: 'hours' must be a number of hours from 0 to 87600",
                        "policy.toml:7:1: unknown key 'hour' in [rules.cooldown] (did you mean 'hours'?)",
                        "policy.toml:8:10: 'action' must be one of deny, hold, warn, off, not 'refuse'",
                        "policy.toml:11:9: when: unknown fact 'age_hour' (did you mean 'age_hours'?)",
                        "policy.toml:12:10: 'action' must be one of deny, hold, warn, off, not 'denny' (did you mean 'deny'?)",
                        "policy.toml:14:1: [[waiver]] has no 'expires'",
                        "policy.toml:15:8: there is no rule 'cooldow' (did you mean 'cooldown'?)",
                        "policy.toml:18:10: 'reason' is empty");
    }

    @Test
    void syntaxErrorsHaveTheSameForm() {
        assertThat(Given.errors("[rules")).containsExactly("policy.toml:1:7: Unexpected end of input, expected ]");
        assertThat(Given.errors("extends = 'default'", "a = ", "nonsense = 1"))
                .containsExactly(
                        "policy.toml:2:5: Unexpected end of line, expected a value",
                        "policy.toml:3:1: unknown key 'nonsense' in the file");
        assertThat(Given.errors("extends = 'none'", "extends = 'none'"))
                .containsExactly("policy.toml:2:1: extends previously defined at line 1, column 1");
        assertThat(Given.errors("[[rule]]", "id = 'x", "action = 'deny'", "message = 'm'"))
                .as("what a syntax error swallowed is not said to be missing")
                .singleElement()
                .asString()
                .startsWith("policy.toml:2:");
    }

    @Test
    void pointsIntoTheExpression() {
        assertThat(when("'project == \"x\" && agehours < 3'"))
                .containsExactly("4:27: when: unknown fact 'agehours' (did you mean 'age_hours'?)");
        // Escapes of a basic string count as written: \" is two characters of the file.
        assertThat(when("\"project == \\\"x\\\" && nope\"")).containsExactly("4:29: when: unknown fact 'nope'");
        assertThat(when("\"\"\"\n  claimed &&\n  \\\n     yanket\"\"\""))
                .containsExactly("7:6: when: unknown fact 'yanket' (did you mean 'yanked'?)");
        assertThat(when("'''\nclaimed\n || '😀' == project || nix'''"))
                .containsExactly("6:23: when: unknown fact 'nix'");
        assertThat(when("'claimed &&'")).containsExactly("4:19: when: the expression ends too early");
    }

    @Test
    void translatesWhatTheCompilerSays() {
        assertThat(message("project.startWith('x')"))
                .isEqualTo("when: unknown function 'startWith' (did you mean 'startsWith'?)");
        assertThat(message("age_hours * 2 < 3"))
                .isEqualTo(
                        "when: '*' does not apply to double and int; write whole numbers with a fraction here, such as 2.0");
        assertThat(message("age_hours == 3")).endsWith("such as 2.0");
        assertThat(message("upload_time < \"2026\""))
                .isEqualTo(
                        "when: '<' does not apply to timestamp and string; write the time as timestamp('2026-11-22T10:00:00Z')");
        assertThat(message("project"))
                .startsWith("when: the expression is of type string; a rule fires when it is true");
        assertThat(message("dyn(project)")).startsWith("when: the expression is of type dyn");
        assertThat(message("project = 'x'")).isEqualTo("when: unexpected '=': write '==' to compare");
        assertThat(message("claimed & yanked")).isEqualTo("when: unexpected '&': write it twice");
        assertThat(message("claimed and yanked")).isEqualTo("when: unexpected 'and': write '&&'");
        assertThat(message("now > upload_time")).isEqualTo("when: unknown name 'now': write 'age_hours'");
        assertThat(message("project.size")).isEqualTo("when: a value of type string has no fields");
        assertThat(message("for == 1")).isEqualTo("when: 'for' is a reserved word");
        assertThat(message("'abc")).isEqualTo("when: a string without its closing quote");
        assertThat(message("excepted")).as("settings are for the default pack").startsWith("when: unknown fact");
        assertThat(message("(".repeat(200) + "claimed" + ")".repeat(200))).startsWith("when: ");
        assertThat(message("claimed || ".repeat(2_000) + "yanked"))
                .isEqualTo("when: the expression is longer than 10000 characters");
    }

    @Test
    void findsLiteralsThatCouldOnlyFail() {
        assertThat(message("project.matches('(')")).startsWith("when: '(' is not an RE2 regular expression");
        assertThat(message("project.matches('a(?=b)')")).contains("is not an RE2 regular expression");
        assertThat(message("upload_time < timestamp('2026-01-01')"))
                .isEqualTo("when: '2026-01-01' is not a time; write it like '2026-11-22T10:00:00Z'");
        assertThat(message("duration('2d') < duration('3h')"))
                .isEqualTo("when: '2d' is not a duration; write it like '72h' or '90m'");
    }

    @Test
    void rulesOfTheFileAreComplete() {
        assertThat(Given.errors("[[rule]]"))
                .containsExactly(
                        "policy.toml:1:1: [[rule]] has no 'id'",
                        "policy.toml:1:1: [[rule]] has no 'when'",
                        "policy.toml:1:1: [[rule]] has no 'action'",
                        "policy.toml:1:1: [[rule]] has no 'message'");
        assertThat(rule("id = 'Not_Kebab'"))
                .containsExactly("policy.toml:2:6: a rule's id is lower-case words joined by '-', not 'Not_Kebab'");
        assertThat(rule("id = 'cooldown'"))
                .containsExactly(
                        "policy.toml:2:6: 'cooldown' is a rule of the default pack: set it with [rules.cooldown]");
        assertThat(rule("id = 'x'", "severity = 'bad'"))
                .containsExactly(
                        "policy.toml:3:12: 'severity' must be one of critical, high, medium, low, info, not 'bad'");
        assertThat(rule("id = 'x'", "message = 'no {filenam} here'"))
                .containsExactly(
                        "policy.toml:3:16: message: unknown fact 'filenam' (did you mean 'filename'?); write '{{' for a brace");
        assertThat(rule("id = 'x'", "help = '{age_hours} h'"))
                .containsExactly("policy.toml:3:10: help: '{age_hours}' changes all the time; use '{upload_time}'");
        assertThat(rule("id = 'x'", "help = 'a } b'"))
                .containsExactly("policy.toml:3:11: help: a single '}': write '}}' for a brace");
        assertThat(Given.errors(
                        "[[rule]]",
                        "id = 'x'",
                        "when = 'claimed'",
                        "action = 'deny'",
                        "message = 'm'",
                        "[[rule]]",
                        "id = 'x'",
                        "when = 'claimed'",
                        "action = 'deny'",
                        "message = 'm'"))
                .containsExactly("policy.toml:7:6: the rule 'x' is there already, at line 1");
    }

    @Test
    void tablesAreWrittenTheirWay() {
        assertThat(Given.errors("[rule]", "id = 'x'"))
                .containsExactly("policy.toml:1:1: 'rule' must be written [[rule]], as one of several");
        assertThat(Given.errors("rules = 3")).containsExactly("policy.toml:1:9: 'rules' must be a table, not a number");
        assertThat(Given.errors("[rules]", "cooldown = 'off'"))
                .containsExactly("policy.toml:2:12: 'cooldown' must be a table, not a string");
        assertThat(Given.errors("waiver = ['a']"))
                .containsExactly("policy.toml:1:11: 'waiver' must be written [[waiver]], as tables");
        assertThat(Given.errors("extends = 1"))
                .containsExactly("policy.toml:1:11: 'extends' must be a string, not a number");
    }

    @Test
    void settingsOfAllKnownRulesAreChecked() {
        assertThat(Given.errors(
                        "[rules.known-vulnerable]",
                        "severity = 'bad'",
                        "[rules.licence]",
                        "allow = ['not a licence']",
                        "action = 'deny'",
                        "[rules.attestation]",
                        "require = 'numpy'",
                        "[rules.lookalike]",
                        "popular = -1",
                        "except = ['no spaces please']",
                        "[rules.yanked]",
                        "except = []",
                        "[rules.cooldown]",
                        "hours = nan"))
                .containsExactly(
                        "policy.toml:2:12: 'severity' must be one of \"critical\", \"high\", \"medium\", \"low\", \"info\"",
                        "policy.toml:4:9: 'not a licence' is no SPDX licence id",
                        "policy.toml:7:11: 'require' must be a list of project names or patterns such as \"acme-*\"",
                        "policy.toml:9:11: 'popular' must be a whole number from 0 to 1000000",
                        "policy.toml:10:10: 'except' must be a list of project names or patterns such as \"acme-*\"",
                        "policy.toml:12:1: unknown key 'except' in [rules.yanked]",
                        "policy.toml:14:9: 'hours' must be a number of hours from 0 to 87600");
    }

    @Test
    void waiversSayWhatTheyAreFor() {
        assertThat(waiver("expires = 2026-12-31"))
                .containsExactly("policy.toml:1:1: [[waiver]] has no 'project', 'sha256' or 'advisory'");
        assertThat(waiver("expires = 2026-12-31", "version = '1.0'", "sha256 = 'ab'"))
                .containsExactly(
                        "policy.toml:6:1: a 'version' needs its 'project'",
                        "policy.toml:7:10: 'sha256' must be 64 hexadecimal digits");
        assertThat(waiver("expires = 'soon'", "project = 'acme-*'"))
                .containsExactly(
                        "policy.toml:5:11: 'expires' must be a date such as 2026-12-31",
                        "policy.toml:6:11: 'project' must be one project's name, not 'acme-*'");
    }

    private static List<String> waiver(String... lines) {
        return Given.errors("[[waiver]]\nrule = 'cooldown'\nowner = 'me'\nreason = 'so'\n" + String.join("\n", lines));
    }

    private static List<String> rule(String... lines) {
        String text = String.join("\n", lines);
        String message = text.contains("message") ? "" : "\nmessage = 'm'";
        return Given.errors("[[rule]]\n" + text + message + "\nwhen = 'claimed'\naction = 'deny'");
    }

    /** Errors of a rule whose `when` stands at line 4, without the file's name. */
    private static List<String> when(String toml) {
        return Given.errors("[[rule]]\nid = 'x'\nmessage = 'm'\nwhen = " + toml + "\naction = 'deny'").stream()
                .map(e -> e.substring("policy.toml:".length()))
                .toList();
    }

    private static String message(String when) {
        List<String> errors = when("'''" + when + "'''");
        assertThat(errors).as(when).hasSize(1);
        return errors.getFirst().replaceFirst("^\\d+:\\d+: ", "");
    }

    @Test
    void theFirstByteThatIsNotUtf8IsNamedAtItsPlace() throws Exception {
        byte[] latin = "# ok\n# \u00fc caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> PolicySource.of("p.toml", latin))
                .withMessage("p.toml:2:3: the byte 0xfc is not UTF-8");
        byte[] cut = {'#', (byte) 0xe2, (byte) 0x82};
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> PolicySource.of("p.toml", cut))
                .withMessage("p.toml:1:2: the byte 0xe2 is not UTF-8");
        assertThat(PolicySource.of("p.toml", "# \u20ac\n".getBytes(StandardCharsets.UTF_8))
                        .text())
                .isEqualTo("# \u20ac\n");
    }
}
