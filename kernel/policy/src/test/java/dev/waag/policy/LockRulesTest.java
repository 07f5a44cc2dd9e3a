package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules about locks and manifests: {@code unpinned}, {@code unhashed}, {@code hash-unknown}, {@code lock-drift}, {@code outside-index}. */
class LockRulesTest {
    private static final Map<String, String> SAID = Map.of(
            "unpinned", "numpy is not pinned to one release",
            "unhashed", "numpy is pinned without a hash",
            "hash-unknown", "the index knows no file of numpy 2.0 with the pinned hash",
            "lock-drift", "the lock no longer follows from its manifest",
            "outside-index", "numpy does not come from the index");

    @Test
    void eachFiresOnItsSightings() {
        SAID.forEach((rule, message) -> {
            Reason reason = Given.DEFAULTS.judge(seen(rule), Given.NOW).orElseThrow();
            assertThat(reason.message()).isEqualTo(message);
            assertThat(reason.help()).as(rule).isNotBlank();
            assertThat(reason.action()).as(rule).isEqualTo(rule.equals("unhashed") ? Action.WARN : Action.DENY);
        });
    }

    @Test
    void noFileMakesThemFire() {
        assertThat(Given.decide(Given.file().facts()).reasons()).isEmpty();
        for (String rule : SAID.keySet()) {
            assertThat(((SeenRule) DefaultPack.find(rule).orElseThrow())
                            .in(Given.file().facts()))
                    .as(rule)
                    .isEmpty();
        }
    }

    @Test
    void thePolicySetsWhatTheyDo() {
        for (String rule : SAID.keySet()) {
            for (String action : List.of("deny", "hold", "warn")) {
                Policy policy = Given.policy("[rules." + rule + "]", "action = '" + action + "'");
                assertThat(policy.judge(seen(rule), Given.NOW))
                        .get()
                        .extracting(r -> r.action().text())
                        .isEqualTo(action);
            }
        }
    }

    private static Sighting seen(String rule) {
        return new Sighting(rule, "NumPy", "2.0", Optional.empty(), Set.of(), "", "", "", Map.of());
    }
}
