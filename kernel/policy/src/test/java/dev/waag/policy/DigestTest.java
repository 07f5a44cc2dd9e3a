package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The digest changes exactly when decisions may. */
class DigestTest {
    private static final String RULE =
            "[[rule]]\nid = 'x'\nwhen = 'yanked'\naction = 'deny'\nmessage = 'm'\nhelp = 'h'\nseverity = 'low'\n";
    private static final String WAIVER =
            "[[waiver]]\nrule = 'x'\nproject = 'numpy'\nowner = 'me'\nreason = 'r'\nexpires = 2026-12-31\n";

    @Test
    void isASha256OfItsOwn() {
        assertThat(Given.DEFAULTS.digest()).matches("[0-9a-f]{64}");
        assertThat(Policy.defaults().digest()).isEqualTo(Given.DEFAULTS.digest());
    }

    @Test
    void whatMeansTheSameHasTheSame() {
        same("", "extends = 'default'");
        same("", "# a comment");
        same("", "[rules.cooldown]\nhours = 72\naction = 'hold'\nexcept = []");
        same("[rules.cooldown]\nhours = 72.0", "[rules.cooldown]\nhours = 72");
        same("[rules.cooldown]\nexcept = ['b', 'A_a', 'b']", "[rules.cooldown]\nexcept = ['a-a', 'b']");
        same("[rules.cooldown]\naction = 'off'", "[rules.cooldown]\naction = 'off'\nhours = 5");
        same("extends = 'none'", "extends = 'none'\n[rules.cooldown]\naction = 'off'");
        same(RULE, RULE.replace("'yanked'", "\"yanked\""));
        same("extends = 'none'", "extends = 'none'\n" + RULE.replace("'deny'", "'off'"));
        same(RULE + WAIVER, RULE + WAIVER + WAIVER);
    }

    @Test
    void whatMayDecideOtherwiseHasAnother() {
        differ("", "extends = 'none'");
        differ("", "[rules.cooldown]\nhours = 71");
        differ("", "[rules.cooldown]\nexcept = ['a']");
        differ("[rules.cooldown]\nexcept = ['a', 'b']", "[rules.cooldown]\nexcept = ['a-b']");
        differ("", "[rules.cooldown]\naction = 'deny'");
        differ("", "[rules.yanked]\naction = 'off'");
        differ("", "[rules.project-status]\naction = 'deny'");
        differ("[rules.project-status]\naction = 'hold'", "[rules.project-status]\naction = 'deny'");
        differ("", "[rules.known-vulnerable]\nseverity = 'high'");
        differ("", RULE);
        for (String[] change : new String[][] {
            {"id = 'x'", "id = 'y'"},
            {"yanked", "claimed"},
            {"deny", "hold"},
            {"message = 'm'", "message = 'n'"},
            {"help = 'h'", ""},
            {"low", "high"}
        }) {
            differ(RULE, RULE.replace(change[0], change[1]));
        }
        differ(RULE, RULE + WAIVER);
        for (String[] change : new String[][] {
            {"'x'\nproject", "'cooldown'\nproject"},
            {"numpy", "scipy"},
            {"'me'", "'you'"},
            {"'r'", "'s'"},
            {"12-31", "12-30"},
            {"project = 'numpy'", "project = 'numpy'\nversion = '1'"},
            {"project = 'numpy'", "advisory = 'numpy'"}
        }) {
            differ(RULE + WAIVER, RULE + WAIVER.replace(change[0], change[1]));
        }
    }

    @Test
    void waiversFromElsewhereCount() {
        Waiver waiver = new Waiver(
                "w1",
                "cooldown",
                "numpy",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "me",
                "r",
                Instant.EPOCH);
        assertThat(Given.DEFAULTS.withWaivers(List.of(waiver)).digest()).isNotEqualTo(Given.DEFAULTS.digest());
        assertThat(Given.DEFAULTS.withWaivers(List.of()).digest()).isEqualTo(Given.DEFAULTS.digest());
    }

    private static void same(String a, String b) {
        assertThat(Given.policy(a).digest())
                .as(a + "\n---\n" + b)
                .isEqualTo(Given.policy(b).digest());
    }

    private static void differ(String a, String b) {
        assertThat(Given.policy(a).digest())
                .as(a + "\n---\n" + b)
                .isNotEqualTo(Given.policy(b).digest());
    }
}
