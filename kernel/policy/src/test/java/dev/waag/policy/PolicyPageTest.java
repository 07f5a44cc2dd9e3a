package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/policy.md is complete and true. */
class PolicyPageTest {
    private static final Pattern BLOCK = Pattern.compile("```toml( [a-z.-]+)?\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FACT =
            Pattern.compile("^\\| `([a-z_]+)` \\| (\\w+)( of strings| of maps)? \\|", Pattern.MULTILINE);

    private final String page;

    PolicyPageTest() throws IOException {
        page = Files.readString(Path.of("../../docs/policy.md"));
    }

    @Test
    void itsPoliciesLoadAndItsTestsPass() throws PolicyException {
        Map<String, String> files = new HashMap<>();
        List<MatchResult> blocks = BLOCK.matcher(page).results().toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
        int cases = 0;
        for (MatchResult block : blocks) {
            String name = block.group(1) == null ? "policy.md" : block.group(1).strip();
            files.put(name, block.group(2));
            if (block.group(2).contains("[[case]]")) {
                PolicyTests tests = PolicyTests.load(new PolicySource(name, block.group(2)));
                String tested = files.getOrDefault(tests.policyFile().orElse(""), "");
                assertThat(tested).isNotEmpty();
                List<PolicyTests.Result> results = tests.run(Policy.load(new PolicySource("policy.toml", tested)));
                assertThat(results)
                        .allSatisfy(r -> assertThat(r.detail()).as(r.name()).isEmpty());
                cases += results.size();
            } else {
                Policy.load(new PolicySource(name, block.group(2)));
            }
        }
        assertThat(cases).isPositive();
    }

    @Test
    void namesEveryFactWithItsType() {
        Map<String, String> named = new HashMap<>();
        FACT.matcher(page).results().forEach(m -> named.put(m.group(1), m.group(2)));
        Map<String, String> facts = new HashMap<>();
        for (Fact fact : Fact.values()) {
            facts.put(
                    fact.text(),
                    switch (fact.type()) {
                        case STRINGS -> "map";
                        case LIST, ADVISORIES -> "list";
                        default -> fact.type().name().toLowerCase(Locale.ROOT);
                    });
        }
        named.keySet().retainAll(facts.keySet());
        assertThat(named).isEqualTo(facts);
    }

    @Test
    void namesEveryAction() {
        assertThat(Action.words()).allSatisfy(a -> assertThat(page).contains("| `" + a + "` |"));
    }
}
