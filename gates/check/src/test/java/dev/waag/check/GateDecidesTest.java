package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.policy.Policy;
import dev.waag.policy.PolicySource;
import dev.waag.report.CheckReport;
import dev.waag.report.Finding;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index that is asked is a gate, which marks what it refuses: its word counts, by whatever rule. */
class GateDecidesTest {
    private static final String OWN = """
            [[rule]]
            id = "own"
            when = "size > 1"
            action = "hold"
            message = "too large"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void aRuleThatTheGateAloneCanJudge() throws Exception {
        for (String rule : List.of("upstream-changed", "provenance-changed", "install-code")) {
            assertThat(refusedBy(Policy.defaults(), false, rule)).containsExactly(rule + " hold");
        }
        for (String rule : List.of("archive-unsafe", "claimed-name")) {
            assertThat(refusedBy(Policy.defaults(), false, rule)).containsExactly(rule + " deny");
        }
    }

    @Test
    void aRuleOfTheGatesOwn() throws Exception {
        assertThat(refusedBy(policy(OWN), false, "own")).containsExactly("own hold");
        assertThat(refusedBy(policy(OWN), true, "own")).containsExactly("own hold");
        assertThat(refusedBy(Policy.defaults(), true, "own")).containsExactly("own deny");
    }

    @Test
    void whatThisPolicyLetsPassButTheGateDoesNot() throws Exception {
        Policy lax = policy("[rules.cooldown]\naction = \"off\"\n[rules.known-vulnerable]\naction = \"warn\"\n");
        assertThat(refusedBy(lax, true, "cooldown")).containsExactly("cooldown deny");
        assertThat(refusedBy(lax, true, "known-vulnerable")).containsExactly("known-vulnerable deny");
    }

    @Test
    void whatOnlyLooksLikeARefusalIsAYank() throws Exception {
        assertThat(yanked(Policy.defaults(), true, "Blocked by Waag: something"))
                .containsExactly("yanked warn");
    }

    private List<String> refusedBy(Policy policy, boolean named, String rule) throws Exception {
        return yanked(policy, named, "Blocked by Waag: " + rule + ": so (http://gate.example/why/1)");
    }

    /** The failing findings, or all where none fails, each with its action. */
    private List<String> yanked(Policy policy, boolean named, String reason) throws Exception {
        Files.createDirectories(folder.resolve("osv"));
        Files.writeString(
                folder.resolve("osv/MAL-1.json"),
                "{\"id\": \"MAL-1\", \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"gif\"}, \"versions\": [\"1\"]}]}");
        try (SimulatedIndex index = new SimulatedIndex()) {
            var wheel = Wheels.wheel("kaas", "1.0");
            Listing listing = Listing.of(wheel);
            listing.uploaded(TestClock.START.minus(Duration.ofDays(99)));
            listing.yanked(reason);
            index.add(listing);
            Path lock = Files.writeString(
                    folder.resolve("requirements.txt"), "kaas==1.0 --hash=sha256:" + wheel.sha256() + "\n");
            CheckReport report = Check.run(
                    new CheckRequest(
                            List.of(lock),
                            List.of(),
                            List.of(),
                            policy,
                            named,
                            List.of(folder.resolve("osv").toString()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(Duration.ofDays(36_500)),
                            Optional.of(index.url()),
                            Optional.of(index.url()),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Map.of("HOME", folder.toString()),
                            folder.resolve("cache"),
                            "test"),
                    Progress.NONE,
                    new TestClock());
            List<Finding> failing =
                    report.findings().stream().filter(Finding::fails).toList();
            return (failing.isEmpty() ? report.findings() : failing)
                    .stream().map(f -> f.rule() + " " + f.action()).toList();
        }
    }

    private static Policy policy(String text) throws Exception {
        return Policy.load(new PolicySource("policy.toml", text));
    }
}
