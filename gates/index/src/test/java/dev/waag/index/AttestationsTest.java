package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.AttestedRelease;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real attested release behind the gate, and what comes after it. */
final class AttestationsTest {
    private static final String[] SDISTS = {"[rules.wheels-only]", "action = 'off'"};
    private static final Distribution REAL = AttestedRelease.distribution();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private static Distribution made(String version) {
        return Wheels.of(REAL.project(), version).sdist();
    }

    private static Listing listed(Distribution d, int daysAgo) {
        return Listing.of(d).uploaded(TestClock.START.minus(Duration.ofDays(daysAgo)));
    }

    @Test
    void anAttestedReleaseIsGivenWithItsProvenance() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(listed(REAL, 100).provenance(AttestedRelease.provenance()));
            try (TestGate gate = gate(index)) {
                assertThat(gate.verdict(REAL)).isEqualTo("allow");
                assertThat(TestGate.bytes(gate.file(REAL))).contains(REAL.bytes());
                FileAnswer proof = gate.gate
                        .files()
                        .provenance(TestGate.name(REAL.project()), REAL.version(), REAL.filename(), TestGate.BASE);
                assertThat(TestGate.bytes(proof)).contains(AttestedRelease.provenance());
                assertThat(gate.gate
                                .origins()
                                .of(TestGate.name(REAL.project()))
                                .orElseThrow()
                                .history()
                                .getFirst()
                                .publishers())
                        .containsExactly(AttestedRelease.PUBLISHER);
                assertThat(index.count("/files/" + REAL.project() + "/" + REAL.filename() + ".provenance"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void aReleaseWithoutIsHeldUntilSomebodyAcceptsTheChange() throws Exception {
        Distribution next = made("0.0.4");
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(listed(made("0.0.2"), 200));
            index.add(listed(REAL, 100).provenance(AttestedRelease.provenance()));
            index.add(listed(next, 50));
            try (TestGate gate = gate(index)) {
                assertThat(gate.verdict(made("0.0.2"))).isEqualTo("allow");
                assertThat(gate.rules(next)).containsExactly("provenance-changed");
                assertThat(gate.file(next)).isInstanceOf(FileAnswer.Refused.class);
                OriginDesk.Acceptance done =
                        gate.gate.origins().accept(TestGate.name(REAL.project()), "0.0.4", "security", "by hand", "us");
                assertThat(done).isInstanceOf(OriginDesk.Acceptance.Done.class);
                assertThat(gate.verdict(next)).isEqualTo("allow");
                assertThat(TestGate.bytes(gate.file(next))).contains(next.bytes());
                assertThat(gate.entries("provenance"))
                        .singleElement()
                        .satisfies(e -> assertThat(e.path("change").asString())
                                .isEqualTo("attested by " + AttestedRelease.PUBLISHER
                                        + " up to 0.0.3, this file by nobody"));
                assertThat(gate.gate
                                .origins()
                                .accept(TestGate.name(REAL.project()), "0.0.4", "security", "again", "us"))
                        .isInstanceOf(OriginDesk.Acceptance.Nothing.class);
            }
        }
    }

    /** The attestation of one release beside another file, and one under a name that is not the signer's. */
    @Test
    void anAttestationOfSomethingElseCountsForNothing() throws Exception {
        Distribution next = made("0.0.4");
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(listed(REAL, 100).provenance(AttestedRelease.provenance()));
            index.add(listed(next, 50).provenance(AttestedRelease.provenance()));
            try (TestGate gate = gate(index)) {
                assertThat(gate.rules(next)).containsExactly("provenance-changed");
            }
        }
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(listed(REAL, 100).provenance(AttestedRelease.provenance("somebody/else")));
            try (TestGate gate = new TestGate(
                    data.resolve("other"),
                    index,
                    new TestClock(),
                    setup("[rules.attestation]", "require = ['git*']"))) {
                assertThat(gate.rules(REAL)).containsExactly("attestation");
            }
        }
    }

    @Test
    void aRequiredAttestationIsLookedForOnEveryFile() throws Exception {
        Distribution bare = made("0.0.2");
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(listed(bare, 200));
            index.add(listed(REAL, 100).provenance(AttestedRelease.provenance()));
            try (TestGate gate = new TestGate(
                    data, index, new TestClock(), setup("[rules.attestation]", "require = ['gitlab-*']"))) {
                assertThat(gate.rules(bare)).containsExactly("attestation");
                assertThat(gate.verdict(bare)).isEqualTo("deny");
                assertThat(gate.verdict(REAL)).isEqualTo("allow");
            }
        }
    }

    @Test
    void whatCannotBeFetchedIsLookedAtAgain() throws Exception {
        String proof = "/files/" + REAL.project() + "/" + REAL.filename() + ".provenance";
        TestClock clock = new TestClock();
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(listed(REAL, 100).provenance(AttestedRelease.provenance()));
            index.behave(proof, Lies.status(500));
            try (TestGate gate =
                    new TestGate(data, index, clock, setup("[rules.attestation]", "require = ['gitlab-*']"))) {
                assertThat(gate.verdict(REAL)).isEqualTo("hold");
                index.honest();
                clock.advance(Duration.ofHours(1));
                assertThat(gate.verdict(REAL)).isEqualTo("allow");
            }
        }
    }

    private TestGate gate(SimulatedIndex index) throws Exception {
        return new TestGate(data, index, new TestClock(), setup());
    }

    private static TestGate.Setup setup(String... more) {
        return new TestGate.Setup()
                .policy(java.util.stream.Stream.concat(List.of(SDISTS).stream(), List.of(more).stream())
                        .toArray(String[]::new));
    }
}
