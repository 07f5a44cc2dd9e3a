package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MissingHashTest {
    @Test
    void strongHashesCount() {
        for (String strong : new String[] {"sha256", "sha384", "sha512", "blake2b"}) {
            assertThat(Given.find(with(Map.of(strong, "ab")), "missing-hash")).isEmpty();
        }
    }

    @Test
    void forgeableOnesDoNot() {
        Decision decision = with(Map.of("md5", "ab", "sha1", "cd"));

        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        assertThat(Given.reason(decision, "missing-hash").message())
                .isEqualTo("the index gives no strong hash for this file, only: md5, sha1");
    }

    @Test
    void noneAndEmptyAreMissing() {
        assertThat(Given.reason(with(Map.of()), "missing-hash").message()).endsWith("only: none");
        assertThat(with(Map.of("sha256", "")).verdict()).isEqualTo(Verdict.DENY);
    }

    private static Decision with(Map<String, String> hashes) {
        return Given.decide(Given.file().say(Fact.HASHES, hashes).facts());
    }
}
