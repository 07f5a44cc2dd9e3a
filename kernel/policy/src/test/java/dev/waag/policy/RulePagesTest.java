package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.UserException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages are true: their examples run, their expressions are the rules' own, their settings and waivers load. */
class RulePagesTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesComeOutAsThePageSays() throws PolicyException {
        for (DefaultRule rule : DefaultPack.RULES) {
            String page = Policy.explain(rule.id());
            String example = block(page, "toml", "[[case]]");
            PolicyTests tests = PolicyTests.load(new PolicySource(rule.id() + ".md", example));
            List<PolicyTests.Result> results = tests.run(tests.inlinePolicy());
            assertThat(results)
                    .as(rule.id())
                    .allSatisfy(r -> assertThat(r.detail()).isEmpty());
            assertThat(results)
                    .as("the first example of %s fires", rule.id())
                    .first()
                    .satisfies(r -> assertThat(page)
                            .contains(
                                    "`" + Given.reason(r.decision(), rule.id()).message() + "`"));
        }
    }

    @Test
    void pagesSayWhatTheCodeDoes() {
        for (DefaultRule rule : DefaultPack.RULES) {
            String page = Policy.explain(rule.id());
            assertThat(page).startsWith("# " + rule.id() + "\n");
            if (rule instanceof SeenRule) {
                assertThat(page).doesNotContain("```cel").contains("**Fires** ");
            } else {
                assertThat(block(page, "cel", "").strip()).isEqualTo(rule.when());
            }
            assertThat(page)
                    .contains("Severity: " + rule.severity())
                    .contains("`" + rule.action().text() + "`");
            for (Setting setting : rule.settings()) {
                String shown = setting.initial() instanceof List ? "[]" : Texts.show(setting.initial());
                assertThat(page).contains("| `" + setting.key() + "` | `" + shown + "` |");
            }
        }
    }

    @Test
    void waiversOfThePagesLoad() {
        for (DefaultRule rule : DefaultPack.RULES) {
            if (rule.id().equals(AdvisoriesStale.ID)) {
                continue; // about nothing that a waiver could name
            }
            Policy policy = Given.policy(block(Policy.explain(rule.id()), "toml", "[[waiver]]"));
            assertThat(policy.waivers())
                    .singleElement()
                    .satisfies(w -> assertThat(w.rule()).isEqualTo(rule.id()));
        }
    }

    @Test
    void explainsTheOthersBriefly() {
        assertThat(Policy.explain("install-code")).contains("# install-code").contains("`hold`");
        assertThatThrownBy(() -> Policy.explain("cooldwon"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("did you mean 'cooldown'?");
    }

    private static String block(String page, String language, String containing) {
        return BLOCK.matcher(page)
                .results()
                .filter(m -> m.group(1).equals(language) && m.group(2).contains(containing))
                .map(MatchResult::group)
                .map(b -> b.substring(b.indexOf('\n') + 1, b.length() - 3))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + language + " block with " + containing));
    }
}
