package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.SimulatedIndex.Ranges;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WheelMetadataTest {
    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private final Distribution wheel =
            Wheels.of("kaas", "1.0").requires("boter>=1").payload(2_000_000).wheel();
    private final byte[] wrong =
            "Metadata-Version: 2.1\nName: kaas\nVersion: 1.0\nRequires-Dist: evil\n".getBytes(StandardCharsets.UTF_8);
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        gate = new TestGate(root, index, clock);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    private Optional<byte[]> metadata() throws Exception {
        return TestGate.bytes(gate.metadata(wheel));
    }

    private boolean wasFetchedWhole() {
        return index.asked().stream()
                .anyMatch(a -> a.path().equals(SimulatedIndex.file(wheel))
                        && a.header("Range").isEmpty());
    }

    @Test
    void itIsReadFromTheWheelsEndWhereNoneIsAnnounced() throws Exception {
        index.add(wheel);
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(wasFetchedWhole()).isFalse();
        long asked = index.asked().size();
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(index.asked()).as("it is remembered").hasSize((int) asked);
        gate.close();
        gate = new TestGate(root, index, clock);
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(index.asked()).as("also across a restart").hasSize((int) asked);
    }

    @Test
    void whatIsInMemoryIsWhatIsStored() throws Exception {
        index.add(wheel);
        assertThat(gate.readyMetadata(wheel)).as("nobody asked yet").isEmpty();
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(gate.readyMetadata(wheel)).hasValue(wheel.metadata());
        assertThat(gate.readyMetadata(wheel, "0000000000000000"))
                .as("other bytes under that name")
                .isEmpty();
    }

    @Test
    void serversThatServeRangesOtherwiseAreUnderstood() throws Exception {
        for (boolean sized : List.of(true, false)) {
            for (Ranges ranges : Ranges.values()) {
                try (SimulatedIndex other = new SimulatedIndex();
                        TestGate fresh = new TestGate(root.resolve(ranges + "-" + sized), other, clock)) {
                    other.ranges(ranges);
                    other.add(sized ? Listing.of(wheel) : Listing.of(wheel).noSize());
                    assertThat(TestGate.bytes(fresh.metadata(wheel)))
                            .as("%s, sized %s", ranges, sized)
                            .hasValue(wheel.metadata());
                    assertThat(TestGate.bytes(fresh.file(wheel))).hasValue(wheel.bytes());
                }
            }
        }
    }

    @Test
    void theUpstreamsOwnIsTakenWhereItIsAnnounced() throws Exception {
        index.add(Listing.of(wheel)
                .metadata(wheel.metadata())
                .metadataSha256(Sha256.of(wheel.metadata()).hex()));
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(index.count(SimulatedIndex.file(wheel))).isZero();
    }

    @Test
    void oneOfAnotherDigestThanAnnouncedIsNotUsed() throws Exception {
        index.add(Listing.of(wheel)
                .metadata(wrong)
                .metadataSha256(Sha256.of(wheel.metadata()).hex()));
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(wasFetchedWhole()).isFalse();
    }

    @Test
    void oneThatIsAnnouncedAndMissingIsReadFromTheWheel() throws Exception {
        index.add(Listing.of(wheel).metadata(wrong));
        index.behave(SimulatedIndex.file(wheel) + ".metadata", Lies.status(404));
        assertThat(metadata()).hasValue(wheel.metadata());
    }

    @Test
    void aWheelOfOtherMetadataThanWasGivenOutIsNotDeliveredOnItAndCorrectsIt() throws Exception {
        index.add(Listing.of(wheel).metadata(wrong));
        assertThat(metadata()).hasValue(wrong);
        assertThat(TestGate.bytes(gate.file(wheel)))
                .as("who resolved by the wrong metadata does not get the wheel")
                .isEmpty();
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(TestGate.bytes(gate.file(wheel))).hasValue(wheel.bytes());
        assertThat(metadata()).hasValue(wheel.metadata());
    }

    @Test
    void whatAWheelCorrectsLeavesTheMemory() throws Exception {
        index.add(Listing.of(wheel).metadata(wrong));
        assertThat(metadata()).hasValue(wrong);
        assertThat(metadata()).hasValue(wrong);
        assertThat(gate.readyMetadata(wheel)).hasValue(wrong);
        assertThat(TestGate.bytes(gate.file(wheel))).isEmpty();
        assertThat(gate.readyMetadata(wheel)).isEmpty();
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(gate.readyMetadata(wheel)).hasValue(wheel.metadata());
    }

    @Test
    void thePageNeverAnnouncesADigestThatOurMetadataDoesNotHave() throws Exception {
        index.add(Listing.of(wheel)
                .metadata(wrong)
                .metadataSha256(Sha256.of(wrong).hex()));
        assertThat(metadata()).hasValue(wrong);
        assertThat(announced()).isIn("", Sha256.of(wrong).hex());
        assertThat(TestGate.bytes(gate.file(wheel))).isEmpty();
        assertThat(metadata()).hasValue(wheel.metadata());
        assertThat(announced()).isIn("", Sha256.of(wheel.metadata()).hex());
        clock.advance(TestGate.REFRESH);
        assertThat(announced()).isIn("", Sha256.of(wheel.metadata()).hex());
    }

    private String announced() {
        JsonNode file = gate.files("kaas").getFirst();
        return file.path("core-metadata").path("sha256").asString("");
    }

    @Test
    void everyWheelHasItAndNothingElseDoes() throws Exception {
        Distribution sdist = Wheels.of("kaas", "1.0").sdist();
        index.add(wheel);
        index.add(sdist);
        for (JsonNode file : gate.files("kaas")) {
            boolean isWheel = file.path("filename").asString().endsWith(".whl");
            assertThat(file.path("core-metadata").asBoolean(false)).isEqualTo(isWheel);
            assertThat(file.has("dist-info-metadata")).isFalse();
        }
        gate.judge.use(TestGate.policy("[rules.wheels-only]", "action = 'off'"), "me");
        assertThat(gate.metadata(sdist)).isInstanceOf(FileAnswer.Absent.class);
    }

    @Test
    void itIsRefusedWhereTheWheelIs() throws Exception {
        index.add(Listing.of(wheel).uploaded(clock.instant()).metadata(wheel.metadata()));
        assertThat(gate.metadata(wheel)).isInstanceOf(FileAnswer.Refused.class);
        clock.advance(Duration.ofDays(3));
        assertThat(metadata()).hasValue(wheel.metadata());
    }

    @Test
    void aBrokenWheelHasNone() throws Exception {
        byte[] junk = "this is no zip file at all".repeat(100).getBytes(StandardCharsets.UTF_8);
        Distribution broken = new Distribution("boter", "1.0", "boter-1.0-py3-none-any.whl", junk, new byte[0]);
        index.add(broken);
        assertThat(gate.metadata(broken)).isInstanceOf(FileAnswer.Refused.class);
    }

    @Test
    void parallelRequestsAskOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        index.add(Listing.of(wheel).metadata(wheel.metadata()));
        gate.found("kaas");
        index.behave(SimulatedIndex.file(wheel) + ".metadata", Lies.held(asked, answer));
        List<CompletableFuture<Optional<byte[]>>> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return metadata();
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    },
                    r -> Thread.ofVirtual().start(r)));
        }
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        answer.countDown();
        for (CompletableFuture<Optional<byte[]>> client : clients) {
            assertThat(client.get(20, TimeUnit.SECONDS)).hasValue(wheel.metadata());
        }
        assertThat(index.count(SimulatedIndex.file(wheel) + ".metadata")).isEqualTo(1);
    }
}
