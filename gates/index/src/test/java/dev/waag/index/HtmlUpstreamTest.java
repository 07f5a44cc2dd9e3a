package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream that knows only HTML, and so neither upload times nor sizes. */
class HtmlUpstreamTest {
    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private final Distribution old = Wheels.wheel("kaas", "1.0");
    private final Distribution young = Wheels.wheel("kaas", "2.0");
    private final Distribution undated = Wheels.wheel("kaas", "3.0");
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        index.html(true);
        index.add(Listing.of(old).modified(clock.instant().minus(Duration.ofDays(30))));
        index.add(Listing.of(young).modified(clock.instant().minus(Duration.ofHours(1))));
        index.add(undated);
        gate = new TestGate(root, index, clock);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    private Instant time(Distribution d) {
        return gate.files("kaas").stream()
                .filter(f -> f.path("filename").asString().equals(d.filename()))
                .map(f -> Instant.parse(f.path("upload-time").asString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFilesLastModifiedCountsElseWhenItWasFirstSeen() throws Exception {
        assertThat(gate.verdict(old)).isEqualTo("allow");
        assertThat(gate.rules(young)).containsExactly("cooldown");
        assertThat(gate.rules(undated)).containsExactly("cooldown");
        assertThat(time(undated)).isEqualTo(TestClock.START);
        assertThat(TestGate.bytes(gate.file(old))).hasValue(old.bytes());
        assertThat(gate.files("kaas"))
                .allSatisfy(f -> assertThat(f.path("size").asLong()).isPositive());
    }

    @Test
    void theTimeStaysWhatItWasFirst() throws Exception {
        gate.found("kaas");
        clock.advance(Duration.ofDays(3));
        index.add(Listing.of(young).modified(clock.instant()));
        gate.found("kaas", true);
        assertThat(gate.verdict(young)).isEqualTo("allow");
        assertThat(gate.verdict(undated)).isEqualTo("allow");
        assertThat(gate.entries("upstream-changed")).isEmpty();
    }

    @Test
    void aFileWhoseHeadersAreNotToBeHadIsNew() {
        index.behave(SimulatedIndex.file(old), Lies.status(500));
        assertThat(gate.rules(old)).containsExactly("cooldown");
        assertThat(time(old)).isEqualTo(TestClock.START);
    }

    @Test
    void anUpstreamThatLearnsJsonChangesNothing() throws Exception {
        gate.found("kaas");
        index.html(false);
        index.add(Listing.of(old).noTime());
        index.add(Listing.of(young).noTime());
        index.add(Listing.of(undated).noTime());
        clock.advance(Duration.ofDays(3));
        gate.found("kaas", true);
        assertThat(gate.entries("upstream-changed")).isEmpty();
        assertThat(gate.verdict(undated)).isEqualTo("allow");
    }

    @Test
    void jsonWithoutTimesAndSizesIsTakenLikeHtml() {
        index.html(false);
        index.add(Listing.of(old).noTime().noSize().modified(clock.instant().minus(Duration.ofDays(30))));
        index.add(Listing.of(young).noTime().noSize());
        index.add(Listing.of(undated).noTime().noSize());
        assertThat(gate.verdict(old)).isEqualTo("allow");
        assertThat(gate.rules(young)).containsExactly("cooldown");
        assertThat(time(young)).isEqualTo(TestClock.START);
        assertThat(gate.files("kaas"))
                .allSatisfy(f -> assertThat(f.path("size").asLong()).isPositive());
    }
}
