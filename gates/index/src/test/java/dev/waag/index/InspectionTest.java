package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import dev.waag.store.FileRecord;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate fetches for the first time is looked into before anybody has its last bytes. */
final class InspectionTest {
    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void start() throws Exception {
        index = new SimulatedIndex();
        gate = new TestGate(root, index, clock);
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
        index.close();
    }

    /** The wheel with something behind its end, which some readers take and others do not. */
    private static Distribution unsafe(Distribution d) {
        byte[] longer = Arrays.copyOf(d.bytes(), d.bytes().length + 10);
        return new Distribution(d.project(), d.version(), d.filename(), longer, d.metadata());
    }

    private FileRecord record(String project, Distribution d) {
        return gate.found(project).view().file(d.filename()).orElseThrow();
    }

    @Test
    void aSoundFileIsGivenAndRemembered() throws Exception {
        Distribution sound = Wheels.wheel("kaas", "1.0");
        index.add(sound);
        assertThat(TestGate.bytes(gate.file(sound))).hasValue(sound.bytes());
        assertThat(gate.judge.inspections().has(Sha256.of(sound.bytes()).hex(), sound.filename()))
                .isTrue();
        assertThat(gate.file(sound)).isInstanceOf(FileAnswer.Ready.class);
    }

    @Test
    void anUnsafeFileIsRefusedSmallOrLarge() throws Exception {
        for (int size : List.of(100, 5_000_000)) {
            Distribution bad =
                    unsafe(Wheels.of("kaas", "1." + size).payload(size).wheel());
            index.add(bad);
            gate.found("kaas", true);
            assertThat(record("kaas", bad).decision().allows()).isTrue();
            assertThat(TestGate.bytes(gate.file(bad))).isEmpty();
            FileRecord after = record("kaas", bad);
            assertThat(after.decision().rules()).contains("archive-unsafe");
            assertThat(after.decision().verdict()).isEqualTo("deny");
            assertThat(after.decision().entry()).isPositive();
            assertThat(gate.file(bad)).isInstanceOf(FileAnswer.Refused.class);
            assertThat(gate.blobs.find(Sha256.of(bad.bytes()))).isEmpty();
            assertThat(index.count(SimulatedIndex.file(bad))).isEqualTo(1);
        }
    }

    @Test
    void aLargeFilesLastBytesAreNotGivenOut() throws Exception {
        Distribution bad = unsafe(Wheels.of("kaas", "1.0").payload(5_000_000).wheel());
        index.add(bad);
        FileAnswer.Coming coming = (FileAnswer.Coming) gate.file(bad);
        int got = 0;
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(1 << 16);
        try {
            for (int n = 0; n >= 0; n = coming.download().read(got, buffer.clear())) {
                got += n;
            }
        } catch (Download.DownloadException e) {
            assertThat(e).hasMessageContaining("policy does not allow");
        }
        coming.download().leave();
        assertThat(got).isLessThanOrEqualTo(bad.bytes().length - Download.HELD_BACK);
    }

    @Test
    void theMetadataOfAWheelThatCannotBeReadAreRefusedAsTheWheelIs() throws Exception {
        Distribution bad = unsafe(Wheels.wheel("kaas", "1.0"));
        index.add(bad);
        assertThat(gate.metadata(bad)).isInstanceOf(FileAnswer.Refused.class);
    }
}
