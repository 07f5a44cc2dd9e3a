package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import dev.waag.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    /** Later than any time that the machine itself writes to a file. */
    private static final Instant LATER = Instant.parse("2400-01-01T00:00:00Z");

    @TempDir
    Path root;

    private final TestClock clock = new TestClock(LATER);
    private DataFolder data;

    @BeforeEach
    void open() {
        data = DataFolder.open(root);
    }

    @AfterEach
    void close() throws Exception {
        data.close();
    }

    private Blobs blobs(long limit) throws IOException {
        return new Blobs(data, limit, clock);
    }

    /** Takes in that many bytes, all of that letter. */
    private static Sha256 take(Blobs blobs, String letter, int size) throws IOException {
        byte[] bytes = letter.repeat(size).getBytes(StandardCharsets.US_ASCII);
        Path file = blobs.temporary();
        Files.write(file, bytes);
        Sha256 digest = Sha256.of(bytes);
        blobs.adopt(file, digest);
        assertThat(file).doesNotExist();
        return digest;
    }

    @Test
    void whatIsTakenInIsFoundByItsDigest() throws Exception {
        Blobs blobs = blobs(1000);
        Sha256 digest = take(blobs, "a", 10);
        assertThat(blobs.find(digest)).hasValueSatisfying(p -> assertThat(p).hasContent("aaaaaaaaaa"));
        assertThat(blobs.find(Sha256.of(new byte[0]))).isEmpty();
        assertThat(blobs.total()).isEqualTo(10);
    }

    @Test
    void theSameFileTwiceCountsOnce() throws Exception {
        Blobs blobs = blobs(1000);
        take(blobs, "a", 10);
        take(blobs, "a", 10);
        assertThat(blobs.total()).isEqualTo(10);
    }

    @Test
    void theLongestUnusedMakesRoomAndIsNamedInTheLog() throws Exception {
        Blobs blobs = blobs(100);
        Sha256 a = take(blobs, "a", 40);
        Sha256 b = take(blobs, "b", 40);
        assertThat(blobs.find(a)).isPresent();
        List<String> log = logged(() -> take(blobs, "c", 40));
        assertThat(blobs.find(b)).isEmpty();
        assertThat(blobs.find(a)).isPresent();
        assertThat(blobs.total()).isEqualTo(80);
        assertThat(log).singleElement().asString().contains("evicted " + b, "40 bytes", "80 of 100 bytes");
    }

    @Test
    void roomCanBeMadeBeforeAFileComes() throws Exception {
        Blobs blobs = blobs(100);
        Sha256 a = take(blobs, "a", 40);
        Sha256 b = take(blobs, "b", 40);
        blobs.makeRoom(20);
        assertThat(blobs.total()).isEqualTo(80);
        blobs.makeRoom(21);
        assertThat(blobs.find(a)).isEmpty();
        assertThat(blobs.find(b)).isPresent();
    }

    @Test
    void aFileLargerThanTheCacheDoesNotStayAndTakesNoOtherWithIt() throws Exception {
        Blobs blobs = blobs(100);
        Sha256 small = take(blobs, "b", 60);
        blobs.makeRoom(101);
        Sha256 large = take(blobs, "a", 101);
        assertThat(blobs.find(large)).isEmpty();
        assertThat(blobs.find(small)).isPresent();
        assertThat(blobs.total()).isEqualTo(60);
    }

    @Test
    void aFileThatIsRemovedIsGone() throws Exception {
        Blobs blobs = blobs(100);
        Sha256 a = take(blobs, "a", 40);
        blobs.remove(a);
        blobs.remove(a);
        assertThat(blobs.find(a)).isEmpty();
        assertThat(blobs.total()).isZero();
        assertThat(root.resolve("blobs").resolve(a.hex().substring(0, 2)).resolve(a.hex()))
                .doesNotExist();
    }

    @Test
    void aFileThatSomebodyDeletedCanBeForgottenAndTakenInAgain() throws Exception {
        Blobs blobs = blobs(100);
        Sha256 a = take(blobs, "a", 40);
        Files.delete(blobs.find(a).orElseThrow());
        blobs.remove(a);
        assertThat(blobs.total()).isZero();
        take(blobs, "a", 40);
        assertThat(blobs.find(a)).isPresent();
    }

    @Test
    void filesAndTheOrderOfTheirUseOutliveTheProcess() throws Exception {
        Blobs first = blobs(1000);
        Sha256 a = take(first, "a", 40);
        Sha256 b = take(first, "b", 40);
        Sha256 c = take(first, "c", 40);
        for (Sha256 used : List.of(c, a, b)) {
            clock.advance(Duration.ofMinutes(11));
            assertThat(first.find(used)).isPresent();
        }
        Blobs again = blobs(100);
        assertThat(again.total()).isEqualTo(120);
        again.makeRoom(0);
        assertThat(again.find(c)).as("the longest unused").isEmpty();
        assertThat(again.find(a)).isPresent();
        assertThat(again.find(b)).isPresent();
    }

    @Test
    void otherFilesInTheFolderAreLeftAlone() throws Exception {
        Blobs blobs = blobs(1000);
        take(blobs, "a", 40);
        Files.writeString(root.resolve("blobs/README"), "mine");
        assertThat(blobs(1000).total()).isEqualTo(40);
        assertThat(root.resolve("blobs/README")).exists();
    }

    private interface Step {
        void run() throws IOException;
    }

    private static List<String> logged(Step step) throws IOException {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord line) {
                lines.add(formatter.formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Blobs.class.getName());
        logger.addHandler(handler);
        try {
            step.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
