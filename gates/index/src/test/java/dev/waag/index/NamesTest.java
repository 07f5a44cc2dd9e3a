package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesTest {
    @TempDir
    Path root;

    private final TestClock clock = new TestClock();

    private static boolean matches(String pattern, String name) {
        return new NamePattern(pattern).matches(TestGate.name(name));
    }

    @Test
    void patternsAreComparedAfterNormalization() {
        for (String pattern : List.of("acme-*", "Acme_*", "ACME.*", "acme-_.*")) {
            assertThat(matches(pattern, "acme-tools")).as(pattern).isTrue();
            assertThat(matches(pattern, "Acme__Tools")).as(pattern).isTrue();
            assertThat(matches(pattern, "acme")).as(pattern).isFalse();
            assertThat(matches(pattern, "acmetools")).as(pattern).isFalse();
            assertThat(matches(pattern, "my-acme-tools")).as(pattern).isFalse();
        }
        assertThat(matches("Billing", "billing")).isTrue();
        assertThat(matches("billing", "billing-api")).isFalse();
        assertThat(matches("*-internal", "tools-internal")).isTrue();
        assertThat(matches("*-internal", "tools-internal-2")).isFalse();
        assertThat(matches("a*b", "ab")).isTrue();
        assertThat(matches("a*b", "a-x-b")).isTrue();
        assertThat(matches("a.b", "a-b")).isTrue();
        assertThat(matches("a.b", "axb")).isFalse();
    }

    @Test
    void aClaimedNameNeverReachesAnUpstream() throws Exception {
        Distribution theirs = Wheels.wheel("acme-tools", "9.0");
        TestGate.Setup setup = new TestGate.Setup().claim("acme-*", "Billing");
        try (SimulatedIndex index = new SimulatedIndex();
                TestGate gate = new TestGate(root, index, clock, setup)) {
            index.add(theirs);
            index.add(Wheels.wheel("billing", "9.0"));
            String tag = theirs.sha256().substring(0, 16);
            for (String name : List.of("acme-tools", "Acme_Tools", "ACME.tools", "billing", "BILLING")) {
                for (boolean revalidate : List.of(false, true)) {
                    assertThat(gate.gate.page(TestGate.name(name), revalidate)).isInstanceOf(PageOutcome.Absent.class);
                }
                assertThat(gate.gate.files().file(TestGate.name(name), tag, theirs.filename(), TestGate.BASE))
                        .isInstanceOf(FileAnswer.Absent.class);
                assertThat(gate.gate.files().metadata(TestGate.name(name), tag, theirs.filename(), TestGate.BASE))
                        .isInstanceOf(FileAnswer.Absent.class);
                assertThat(gate.gate.files().provenance(TestGate.name(name), "9.0", theirs.filename(), TestGate.BASE))
                        .isInstanceOf(FileAnswer.Absent.class);
                assertThat(gate.gate.ready(TestGate.name(name))).isEmpty();
            }
            assertThat(index.asked()).isEmpty();
        }
    }

    @Test
    void aNameThatWasServedBeforeItWasClaimedIsNotServedAfterwards() throws Exception {
        Distribution theirs = Wheels.wheel("acme-tools", "9.0");
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(theirs);
            index.add(Wheels.wheel("kaas", "1.0"));
            try (TestGate gate = new TestGate(root, index, clock)) {
                assertThat(TestGate.bytes(gate.file(theirs))).isPresent();
            }
            index.forgetAsked();
            try (TestGate gate = new TestGate(root, index, clock, new TestGate.Setup().claim("acme-*"))) {
                assertThat(gate.page("acme-tools")).isInstanceOf(PageOutcome.Absent.class);
                assertThat(index.asked()).isEmpty();
                assertThat(Files.readString(gate.gate.root(true).path()))
                        .contains("\"kaas\"")
                        .doesNotContain("acme-tools");
            }
        }
    }

    @Test
    void aRoutedNameIsAskedOfItsOwnUpstreamAlone() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex();
                SimulatedIndex other = new SimulatedIndex();
                TestGate gate = new TestGate(
                        root, index, clock, new TestGate.Setup().route(other.url(), "torch*", "Vision.Kit"))) {
            Distribution torch = Wheels.wheel("torch", "2.0");
            other.add(torch);
            index.add(Wheels.of("torch", "2.0").seed(9).wheel());
            index.add(Wheels.wheel("torchvision", "1.0"));
            index.add(Wheels.wheel("kaas", "1.0"));
            assertThat(TestGate.bytes(gate.file(torch))).hasValue(torch.bytes());
            assertThat(gate.page("torchvision")).as("the other has none").isInstanceOf(PageOutcome.Absent.class);
            assertThat(gate.page("vision_kit")).isInstanceOf(PageOutcome.Absent.class);
            assertThat(index.asked()).isEmpty();
            gate.found("kaas");
            assertThat(other.count(SimulatedIndex.page("kaas"))).isZero();
            assertThat(index.count(SimulatedIndex.page("kaas"))).isEqualTo(1);
        }
    }
}
