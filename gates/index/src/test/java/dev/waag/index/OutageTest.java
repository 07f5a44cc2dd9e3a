package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.Behaviour;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream that is down, slow or lies about pages: what is known is served on, and nobody is told that something does not exist. */
class OutageTest {
    private static final String PAGE = SimulatedIndex.page("kaas");

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private final Distribution wheel = Wheels.wheel("kaas", "1.0");
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        index.add(wheel);
        index.validators(false); // so that every answer has a body to lie with
        restart();
    }

    private void restart() throws Exception {
        if (gate != null) {
            gate.close();
        }
        gate = new TestGate(root, index, clock, new TestGate.Setup().impatient().sizes(1 << 20, 1 << 20));
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    private Map<String, Behaviour> pageLies() {
        Map<String, Behaviour> lies = new LinkedHashMap<>();
        lies.put("500", Lies.status(500));
        lies.put("503", Lies.status(503));
        lies.put("429", Lies.status(429));
        lies.put("403", Lies.status(403));
        lies.put("reset", Lies.reset());
        lies.put("reset in the middle", Lies.resetInTheMiddle());
        lies.put("short body", Lies.shortBody());
        lies.put("stalls", Lies.stall(20));
        lies.put("drips", Lies.drip(Duration.ofMillis(100)));
        lies.put("endless", Lies.endless());
        lies.put("gzip bomb", Lies.gzipBomb(64));
        lies.put("html for json", Lies.htmlForJson());
        lies.put("portal", Lies.portal());
        lies.put(
                "other project",
                Lies.says(SimulatedIndex.JSON, "{\"meta\":{\"api-version\":\"1.4\"},\"name\":\"x\",\"files\":[]}"));
        lies.put(
                "json of the next major version",
                Lies.says(SimulatedIndex.JSON, "{\"meta\":{\"api-version\":\"2.0\"},\"name\":\"kaas\",\"files\":[]}"));
        lies.put("another host", Lies.redirect(index.uri("localhost", PAGE).toString()));
        return lies;
    }

    @Test
    void aLieAboutAKnownPageChangesNothing() throws Exception {
        gate.found("kaas");
        Instant confirmed = clock.instant();
        for (Map.Entry<String, Behaviour> lie : pageLies().entrySet()) {
            clock.advance(TestGate.REFRESH);
            index.behave(PAGE, lie.getValue());
            PageOutcome.Found found = gate.found("kaas");
            assertThat(found.staleSince()).as(lie.getKey()).contains(confirmed);
            assertThat(gate.verdict(wheel)).as(lie.getKey()).isEqualTo("allow");
            assertThat(gate.files("kaas")).as(lie.getKey()).hasSize(1);
        }
        clock.advance(TestGate.REFRESH);
        index.honest();
        assertThat(gate.found("kaas").staleSince()).isEmpty();
        assertThat(gate.entries("upstream-changed")).isEmpty();
        assertThat(gate.entries("decision")).hasSize(1);
    }

    @Test
    void aLieAboutAnUnknownPageIsNoAnswerAndIsNotRemembered() {
        for (Map.Entry<String, Behaviour> lie : pageLies().entrySet()) {
            index.behave(PAGE, lie.getValue());
            assertThat(gate.page("kaas")).as(lie.getKey()).isInstanceOf(PageOutcome.Unavailable.class);
            index.honest();
        }
        assertThat(gate.found("kaas").staleSince()).isEmpty();
    }

    @Test
    void aDeadUpstreamIsNotAskedAtEachRequest() {
        gate.found("kaas");
        clock.advance(TestGate.REFRESH);
        index.behave(Lies.reset());
        index.forgetAsked();
        for (int i = 0; i < 5; i++) {
            assertThat(gate.found("kaas").staleSince()).isPresent();
        }
        long asked = index.asked().size();
        assertThat(asked).isLessThanOrEqualTo(2); // the JDK's client tries a reset connection once more
        clock.advance(UpstreamHealth.BACKOFF);
        gate.found("kaas");
        assertThat((long) index.asked().size()).isGreaterThan(asked);
        UpstreamHealth.State state =
                gate.gate.health().states().values().iterator().next();
        assertThat(state.failingSince()).isPresent();
        assertThat(gate.gate.oldestStale()).isEmpty();
        clock.advance(TestGate.REFRESH);
        assertThat(gate.gate.oldestStale()).contains(TestClock.START);
        index.honest();
        assertThat(gate.found("kaas").staleSince()).isEmpty();
        assertThat(gate.gate.health().states().values().iterator().next().failingSince())
                .isEmpty();
    }

    @Test
    void oneBrokenPageDoesNotKeepTheOthersFromBeingRenewed() {
        index.add(Wheels.wheel("boter", "1.0"));
        index.add(Wheels.wheel("melk", "1.0"));
        gate.found("kaas");
        gate.found("boter");
        clock.advance(TestGate.REFRESH);
        index.behave(PAGE, Lies.gzipBomb(64));
        assertThat(gate.found("kaas").staleSince()).isPresent();
        assertThat(gate.found("boter").staleSince()).isEmpty();
        index.behave(PAGE, Lies.htmlForJson());
        clock.advance(TestGate.REFRESH);
        assertThat(gate.found("kaas").staleSince()).isPresent();
        assertThat(gate.found("boter").staleSince()).isEmpty();
        long asked = index.count(PAGE);
        for (int i = 0; i < 5; i++) {
            gate.found("kaas");
        }
        assertThat(index.count(PAGE)).as("nor is it asked for at each request").isEqualTo(asked);
    }

    @Test
    void aProjectThatIsGoneUpstreamIsServedOn() throws Exception {
        assertThat(TestGate.bytes(gate.file(wheel))).isPresent();
        index.removeProject("kaas");
        clock.advance(TestGate.REFRESH);
        assertThat(gate.found("kaas").staleSince()).contains(TestClock.START);
        assertThat(TestGate.bytes(gate.file(wheel))).hasValue(wheel.bytes());
        restart();
        assertThat(gate.found("kaas").staleSince()).isPresent();
        assertThat(TestGate.bytes(gate.file(wheel))).hasValue(wheel.bytes());
        long asked = index.count(PAGE);
        for (int i = 0; i < 5; i++) {
            gate.found("kaas");
        }
        assertThat(index.count(PAGE)).as("it is not asked for at each request").isEqualTo(asked);
    }

    @Test
    void aSlowUpstreamDoesNotHoldUpWhatIsKnown() throws Exception {
        gate.close();
        gate = new TestGate(root, index, clock); // whose limits are the usual ones: half a minute
        gate.found("kaas");
        clock.advance(TestGate.REFRESH);
        index.behave(PAGE, Lies.silence());
        long start = System.nanoTime();
        assertThat(gate.found("kaas").staleSince()).contains(TestClock.START);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aSlowUpstreamDoesNotHoldUpWhatIsKnownFromBeforeARestartOrUnderAnotherPolicy() throws Exception {
        gate.found("kaas");
        clock.advance(TestGate.REFRESH);
        index.behave(PAGE, Lies.silence());
        gate.close();
        gate = new TestGate(root, index, clock);
        gate.judge.use(TestGate.policy("[rules.cooldown]", "hours = 1"), "me");
        long start = System.nanoTime();
        assertThat(gate.found("kaas").staleSince()).contains(TestClock.START);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(gate.entries("decision")).hasSize(1);
    }

    @Test
    void decisionsAreBroughtUpToDateWhileTheUpstreamIsDown() throws Exception {
        Distribution young = Wheels.wheel("boter", "1.0");
        index.add(Listing.of(young).uploaded(clock.instant()));
        assertThat(gate.verdict(young)).isEqualTo("hold");
        index.behave(Lies.reset());
        clock.advance(Duration.ofDays(3));
        assertThat(gate.verdict(young)).isEqualTo("allow");
        gate.judge.use(TestGate.policy("[rules.cooldown]", "hours = 100"), "me");
        assertThat(gate.verdict(young)).isEqualTo("hold");
    }
}
