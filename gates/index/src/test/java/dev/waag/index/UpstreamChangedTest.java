package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.Distribution;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class UpstreamChangedTest {
    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private final Distribution first = Wheels.of("kaas", "1.0").payload(5000).wheel();
    private final Distribution second =
            Wheels.of("kaas", "1.0").payload(5000).seed(2).wheel();
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        index.add(first);
        index.add(Wheels.wheel("kaas", "2.0"));
        gate = new TestGate(root, index, clock);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    @Test
    void aReplacedFileIsHeldAndEntered() throws Exception {
        assertThat(gate.verdict(first)).isEqualTo("allow");
        index.add(second);
        gate.found("kaas", true);
        assertThat(gate.rules(first)).containsExactly("upstream-changed");
        assertThat(gate.file(first)).isInstanceOf(FileAnswer.Refused.class);
        List<JsonNode> alerts = gate.entries("upstream-changed");
        assertThat(alerts).hasSize(1);
        JsonNode alert = alerts.getFirst();
        assertThat(alert.path("project").asString()).isEqualTo("kaas");
        assertThat(alert.path("filename").asString()).isEqualTo(first.filename());
        assertThat(alert.path("sha256").asString()).isEqualTo(first.sha256());
        assertThat(alert.path("sha256_now").asString()).isEqualTo(second.sha256());
        assertThat(alert.path("change").asString()).startsWith("sha256 was ");
        gate.found("kaas", true);
        assertThat(gate.entries("upstream-changed")).hasSize(1);
    }

    @Test
    void whatWasCachedStaysWhatItWas() throws Exception {
        assertThat(TestGate.bytes(gate.file(first))).hasValue(first.bytes());
        index.add(second);
        gate.found("kaas", true);
        gate.judge.use(TestGate.policy("[rules.upstream-changed]", "action = 'off'"), "me");
        assertThat(TestGate.bytes(gate.file(second)))
                .as("whoever switches the rule off takes what is there now")
                .hasValue(second.bytes());
    }

    @Test
    void itIsRememberedAcrossARestart() throws Exception {
        gate.found("kaas");
        gate.close();
        index.add(second);
        gate = new TestGate(root, index, clock);
        gate.found("kaas", true);
        assertThat(gate.rules(first)).containsExactly("upstream-changed");
        gate.close();
        gate = new TestGate(root, index, clock);
        assertThat(gate.rules(first)).containsExactly("upstream-changed");
        assertThat(gate.entries("upstream-changed")).hasSize(1);
    }

    @Test
    void aVanishedFileIsHeldAndTheOthersAreNot() throws Exception {
        gate.found("kaas");
        index.remove(first);
        gate.found("kaas", true);
        assertThat(gate.rules(first)).containsExactly("upstream-changed");
        assertThat(gate.files("kaas"))
                .hasSize(2)
                .anySatisfy(f -> assertThat(f.path("yanked").isBoolean()).isTrue());
    }

    @Test
    void aYankedFileIsJudgedAgain() throws Exception {
        assertThat(gate.rules(first)).isEmpty();
        index.add(Listing.of(first).yanked("broken"));
        gate.found("kaas", true);
        assertThat(gate.rules(first)).containsExactly("yanked");
        assertThat(gate.verdict(first)).isEqualTo("allow");
        assertThat(gate.entries("upstream-changed")).isEmpty();
    }

    @Test
    void aProjectThatIsQuarantinedIsRefused() throws Exception {
        assertThat(gate.verdict(first)).isEqualTo("allow");
        index.status("kaas", "quarantined", "malware");
        gate.found("kaas", true);
        assertThat(gate.verdict(first)).isEqualTo("deny");
        assertThat(gate.rules(first)).containsExactly("project-status");
    }
}
