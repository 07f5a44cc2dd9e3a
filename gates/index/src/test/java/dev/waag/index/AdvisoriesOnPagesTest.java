package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.index.ProjectView.Format;
import dev.waag.policy.Policy;
import dev.waag.python.ProjectName;
import dev.waag.store.Projects;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Osv;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another set of advisories is in force with the next request, and touches no project that it says nothing new about. */
class AdvisoriesOnPagesTest {
    private static final Osv HOLE = Osv.of("GHSA-1", "kaas").fixedIn("2.0");
    private static final Instant LONG_AGO = TestClock.START.minus(Duration.ofDays(400));

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private final Distribution bad = Wheels.wheel("kaas", "1.0");
    private final Distribution good = Wheels.wheel("kaas", "2.0");
    private final Distribution other = Wheels.wheel("brie", "1.0");
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        for (Distribution d : new Distribution[] {bad, good, other}) {
            index.add(d).uploaded(LONG_AGO);
        }
        gate = new TestGate(root, index, clock);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    @Test
    void theNextRequestIsJudgedByThem() throws Exception {
        assertThat(gate.verdict(bad)).isEqualTo("allow");
        gate.judge.use(Osv.index(HOLE), "a");
        assertThat(gate.gate.ready(TestGate.name("kaas")))
                .as("what was judged without them is not served from memory")
                .isEmpty();
        assertThat(gate.verdict(bad)).isEqualTo("deny");
        assertThat(gate.rules(bad)).containsExactly("known-vulnerable");
        assertThat(gate.verdict(good)).isEqualTo("allow");
        assertThat(gate.file(bad)).isInstanceOf(FileAnswer.Refused.class);
        assertThat(gate.metadata(bad)).isInstanceOf(FileAnswer.Refused.class);
        assertThat(index.count(SimulatedIndex.page("kaas")))
                .as("the upstream is not asked for it")
                .isEqualTo(1);
        gate.judge.use(Osv.index(HOLE.withdrawn("2026-11-22T00:00:00Z")), "b");
        assertThat(gate.verdict(bad)).isEqualTo("allow");
    }

    @Test
    void projectsThatTheySayNothingNewAboutKeepTheirDecisionsAndBodies() throws Exception {
        gate.judge.use(Osv.index(HOLE), "a");
        ProjectView kaas = gate.found("kaas").view();
        ProjectView brie = gate.found("brie").view();
        kaas.body(Format.JSON, true, TestGate.BASE);
        int entries = gate.entries("decision").size();
        clock.advance(Duration.ofSeconds(10));
        gate.judge.use(Osv.index(HOLE, Osv.of("GHSA-2", "feta")), "b");
        assertThat(gate.gate.ready(TestGate.name("kaas")).orElseThrow()).isSameAs(kaas);
        assertThat(gate.gate.ready(TestGate.name("brie")).orElseThrow()).isSameAs(brie);
        assertThat(gate.entries("decision")).hasSize(entries);
    }

    /** Judged anew to the same end, a project keeps what was made of it. */
    @Test
    void aDecisionThatIsTheSameKeepsTheBodies() throws Exception {
        gate.judge.use(Osv.index(HOLE), "a");
        ProjectView before = gate.found("kaas").view();
        before.body(Format.JSON, true, TestGate.BASE);
        clock.advance(Duration.ofSeconds(10));
        gate.judge.use(Osv.index(HOLE.modified("2026-11-22T09:00:00Z")), "b");
        ProjectView after = gate.found("kaas").view();
        assertThat(after).isNotSameAs(before);
        assertThat(after.body(Format.JSON, true, TestGate.BASE))
                .isSameAs(before.body(Format.JSON, true, TestGate.BASE));
        assertThat(after.files()).isEqualTo(before.files());
    }

    @Test
    void whatWasJudgedWhileTheyWereAwaitedIsJudgedAnew() throws Exception {
        gate.judge.awaitAdvisories();
        assertThat(gate.verdict(bad)).isEqualTo("allow");
        assertThat(gate.gate.ready(TestGate.name("kaas"))).isPresent();
        gate.judge.use(Osv.index(HOLE), "a");
        assertThat(gate.verdict(bad)).isEqualTo("deny");
    }

    @Test
    void whatTheyDecidedStandsThroughARestartThatAwaitsThem() throws Exception {
        gate.judge.use(Osv.index(HOLE), "a");
        assertThat(gate.verdict(bad)).isEqualTo("deny");
        String basis = basis("kaas");
        assertThat(basis).startsWith(Policy.defaults().digest() + "+");
        assertThat(gate.verdict(other)).isEqualTo("allow");
        assertThat(basis("brie")).isEqualTo(Policy.defaults().digest());
        gate.close();
        gate = new TestGate(root, index, clock);
        gate.judge.awaitAdvisories();
        assertThat(gate.verdict(bad)).isEqualTo("deny");
        assertThat(basis("kaas")).isEqualTo(basis);
    }

    private String basis(String project) throws Exception {
        ProjectName name = TestGate.name(project);
        return gate.database
                .read(c -> Projects.find(c, index.url().toString(), name))
                .orElseThrow()
                .basis();
    }

    /** A file that comes decides on another that did not change. */
    @Test
    void aLowerFixTakesTheHigherOnesPlace() throws Exception {
        gate.judge.use(Osv.index(HOLE), "a");
        Distribution high = Wheels.wheel("kaas", "2.5");
        index.remove(good);
        index.add(high).uploaded(clock.instant());
        assertThat(gate.verdict(high)).isEqualTo("allow");
        Distribution low = Wheels.wheel("kaas", "2.1");
        index.add(low).uploaded(clock.instant());
        clock.advance(TestGate.REFRESH);
        assertThat(gate.verdict(low)).isEqualTo("allow");
        assertThat(gate.verdict(high)).isEqualTo("hold");
        assertThat(Optional.of(gate.rules(low))).contains(List.of("cooldown"));
    }
}
