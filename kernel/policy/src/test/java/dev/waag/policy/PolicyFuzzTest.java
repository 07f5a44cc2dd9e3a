package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, it is a policy that decides, or it is refused with places that are in the file. */
class PolicyFuzzTest {
    private static final String SOUND = """
            extends = "default"
            [rules.cooldown]
            action = "hold"
            hours = 24.5
            except = ["acme-*", "numpy"]
            [[rule]]
            id = "giant"
            when = \"""
              size > 500 * 1000 &&
              !(project in ['a', "b\\t"]) || hashes["sha256"].startsWith('00')\"""
            action = "hold"
            message = "{filename} is {size} bytes"
            help = 'ask'
            [[waiver]]
            rule = "giant"
            project = "numpy"
            version = "1.0"
            owner = "me"
            reason = "so"
            expires = 2026-12-31
            """;

    private static final String CASES = """
            [policy]
            inline = '''
            [rules.yanked]
            action = "deny"
            '''
            [[case]]
            name = "x"
            now = 2026-11-22T10:00:00Z
            facts = { project = "a", age_hours = 3, hashes = { sha256 = "ab" }, kind = "wheel" }
            unknown = ["size"]
            expect = "hold"
            rules = ["cooldown"]
            """;

    private static final String PIECES = "\"'\\[]{}=#.,\n\r\t 0a_-+😀\u0000\u2028é()<>&|!";

    @FuzzTest
    void policies(byte[] bytes) {
        load(new String(bytes, StandardCharsets.UTF_8));
    }

    @FuzzTest
    void tests(byte[] bytes) {
        loadTests(new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void brokenPoliciesAreRefusedInPlace() {
        load(SOUND);
        loadTests(CASES);
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            load(broken(SOUND, random));
            loadTests(broken(CASES, random));
        }
    }

    private static String broken(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(changed.length());
            int piece = PIECES.offsetByCodePoints(0, random.nextInt(PIECES.codePointCount(0, PIECES.length())));
            String put = Character.toString(PIECES.codePointAt(piece));
            switch (random.nextInt(3)) {
                case 0 -> changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(8)));
                case 1 -> changed.insert(at, put);
                default -> changed.replace(at, at + 1, put);
            }
        }
        return changed.toString();
    }

    private static void load(String text) {
        try {
            Policy policy = Policy.load(new PolicySource("policy.toml", text));
            assertThat(policy.digest()).hasSize(64);
            assertThat(policy.decide(Given.file().facts(), Given.NOW).verdict()).isNotNull();
        } catch (PolicyException e) {
            assertInPlace(e.errors(), text);
        }
    }

    private static void loadTests(String text) {
        try {
            PolicyTests tests = PolicyTests.load(new PolicySource("tests.toml", text));
            assertThat(tests.run(tests.inlinePolicy())).hasSameSizeAs(tests.cases());
        } catch (PolicyException e) {
            assertInPlace(e.errors(), text);
        }
    }

    private static void assertInPlace(List<PolicyError> errors, String text) {
        List<String> lines = List.of(text.split("\n", -1));
        assertThat(errors).isNotEmpty().allSatisfy(error -> {
            assertThat(error.line()).as("%s in %s", error, text).isBetween(1, lines.size());
            String line = lines.get(error.line() - 1);
            assertThat(error.column())
                    .as("%s in %s", error, text)
                    .isBetween(1, line.codePointCount(0, line.length()) + 1);
            assertThat(error.message()).isNotBlank().doesNotContain("\n", "\r");
        });
    }
}
