package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Sha256;
import dev.waag.testkit.Behaviour;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files on their way: what an upstream lies about is neither cached nor given out, and the next client gets it right. */
class DownloadsTest {
    private static final Executor THREADS = r -> Thread.ofVirtual().start(r);

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private final Distribution wheel =
            Wheels.of("kaas", "1.0").payload(4_300_000).wheel();
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        index.add(wheel);
        gate = new TestGate(root, index, clock, new TestGate.Setup().impatient());
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    private boolean nothingIsCached(Distribution d) throws Exception {
        try (var files = Files.walk(root.resolve("blobs"));
                var left = Files.list(root.resolve("tmp"))) {
            return files.noneMatch(Files::isRegularFile)
                    && left.findAny().isEmpty()
                    && gate.blobs.find(Sha256.of(d.bytes())).isEmpty();
        }
    }

    @Test
    void aFileIsFetchedOnceAndThenServedFromTheCache() throws Exception {
        assertThat(gate.file(wheel)).isInstanceOf(FileAnswer.Coming.class);
        assertThat(TestGate.bytes(gate.file(wheel))).hasValue(wheel.bytes());
        assertThat(gate.file(wheel)).isInstanceOf(FileAnswer.Ready.class);
        assertThat(TestGate.bytes(gate.file(wheel))).hasValue(wheel.bytes());
        assertThat(index.count(SimulatedIndex.file(wheel))).isEqualTo(1);
    }

    @Test
    void noLieIsCachedAndTheNextClientGetsItRight() throws Exception {
        Map<String, Behaviour> lies = new LinkedHashMap<>();
        lies.put("other bytes", Lies.otherBytes());
        lies.put("last byte", Lies.lastByteWrong());
        lies.put("short body", Lies.shortBody());
        lies.put("shorter", Lies.resized(-1000));
        lies.put("longer", Lies.resized(1000));
        lies.put("endless", Lies.endless());
        lies.put("gzip bomb", Lies.gzipBomb(8));
        lies.put("reset", Lies.reset());
        lies.put("reset in the middle", Lies.resetInTheMiddle());
        lies.put("stalls", Lies.stall(200_000));
        lies.put("silence", Lies.silence());
        lies.put("drips", Lies.drip(Duration.ofMillis(20)));
        lies.put("500", Lies.status(500));
        lies.put("404", Lies.status(404));
        lies.put("html", Lies.portal());
        lies.put("nowhere", Lies.redirect("http://127.0.0.1:1/"));
        int n = 0;
        for (Map.Entry<String, Behaviour> lie : lies.entrySet()) {
            Distribution file = Wheels.of("kaas", "2." + n++).payload(300_000).wheel();
            index.add(file);
            gate.found("kaas", true);
            index.behave(SimulatedIndex.file(file), lie.getValue());
            assertThat(TestGate.bytes(gate.file(file))).as(lie.getKey()).isEmpty();
            assertThat(nothingIsCached(file)).as(lie.getKey()).isTrue();
        }
        index.honest();
        for (int i = 0; i < n; i++) {
            Distribution file = Wheels.of("kaas", "2." + i).payload(300_000).wheel();
            assertThat(TestGate.bytes(gate.file(file))).hasValue(file.bytes());
        }
    }

    @Test
    void whatAPageSaysWrongOfAFileIsNotDelivered() throws Exception {
        Distribution size = Wheels.wheel("boter", "1.0");
        Distribution hash = Wheels.wheel("boter", "2.0");
        Distribution both = Wheels.wheel("boter", "3.0");
        index.add(Listing.of(size).size(size.bytes().length - 10L));
        index.add(Listing.of(hash).hash("sha256", "0".repeat(64)));
        index.add(Listing.of(both).noSize().hash("sha256", "1".repeat(64)));
        for (Distribution d : List.of(size, hash, both)) {
            assertThat(TestGate.bytes(gate.file(d))).as(d.filename()).isEmpty();
            assertThat(nothingIsCached(d)).isTrue();
        }
    }

    @Test
    void wrongBytesGoOnRecordOnce() throws Exception {
        index.behave(SimulatedIndex.file(wheel), Lies.otherBytes());
        for (int i = 0; i < 3; i++) {
            assertThat(TestGate.bytes(gate.file(wheel))).isEmpty();
        }
        List<JsonNode> alerts = gate.entries("upstream-changed");
        assertThat(alerts).hasSize(1);
        assertThat(alerts.getFirst().path("filename").asString()).isEqualTo(wheel.filename());
        assertThat(alerts.getFirst().path("sha256").asString()).isEqualTo(wheel.sha256());
        assertThat(alerts.getFirst().path("sha256_now").asString()).hasSize(64).isNotEqualTo(wheel.sha256());
    }

    @Test
    void nobodyHasTheLastBytesBeforeTheHashIsRight() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        Behaviour slow = Lies.held(1, asked, rest);
        index.behave(SimulatedIndex.file(wheel), (x, truth) -> {
            byte[] wrong = truth.body().clone();
            wrong[7] ^= 1;
            return slow.answer(x, truth.withBody(wrong));
        });
        gate.close();
        gate = new TestGate(root, index, clock);
        FileAnswer.Coming coming = (FileAnswer.Coming) gate.file(wheel);
        Download download = coming.download();
        assertThat(download.awaitLength()).hasValue(wheel.bytes().length);
        int most = wheel.bytes().length - 1 - Download.HELD_BACK;
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        for (int at = 0; at < most; ) {
            at += download.read(at, buffer.clear());
            assertThat(at).isLessThanOrEqualTo(most);
        }
        AtomicInteger got = new AtomicInteger(most);
        CompletableFuture<Void> next = CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int n = 0; n >= 0; n = download.read(got.get(), ByteBuffer.allocate(10))) {
                            got.addAndGet(n);
                        }
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> next.get(300, TimeUnit.MILLISECONDS));
        rest.countDown();
        assertThat(next)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(Download.DownloadException.class)
                .withMessageContaining("other bytes than its page promises");
        assertThat(got.get()).isLessThanOrEqualTo(wheel.bytes().length - Download.HELD_BACK);
        download.leave();
        assertThat(nothingIsCached(wheel)).isTrue();
    }

    @Test
    void aSmallFileIsGivenOutWholeOrNotAtAll() throws Exception {
        Distribution small = Wheels.wheel("boter", "1.0");
        index.add(small);
        index.behave(SimulatedIndex.file(small), Lies.lastByteWrong());
        FileAnswer.Coming coming = (FileAnswer.Coming) gate.file(small);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        assertThatExceptionOfType(Download.DownloadException.class)
                .isThrownBy(() -> coming.download().read(0, buffer));
        assertThat(buffer.position()).isZero();
        coming.download().leave();
    }

    @Test
    void parallelColdClientsAreOneUpstreamRequest() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        gate.close();
        gate = new TestGate(root, index, clock);
        index.behave(SimulatedIndex.file(wheel), Lies.held(200_000, asked, answer));
        gate.found("kaas");
        List<CompletableFuture<Optional<byte[]>>> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return TestGate.bytes(gate.file(wheel));
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    },
                    THREADS));
        }
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(clients).noneMatch(CompletableFuture::isDone);
        answer.countDown();
        for (CompletableFuture<Optional<byte[]>> client : clients) {
            assertThat(client.get(20, TimeUnit.SECONDS)).hasValue(wheel.bytes());
        }
        assertThat(index.count(SimulatedIndex.file(wheel))).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesDoesNotEndTheDownload() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        gate.close();
        gate = new TestGate(root, index, clock);
        index.behave(SimulatedIndex.file(wheel), Lies.held(200_000, asked, answer));
        FileAnswer.Coming coming = (FileAnswer.Coming) gate.file(wheel);
        asked.await();
        coming.download().leave();
        FileAnswer.Coming other = (FileAnswer.Coming) gate.file(wheel);
        answer.countDown();
        assertThat(TestGate.bytes(other)).hasValue(wheel.bytes());
        assertThat(index.count(SimulatedIndex.file(wheel))).isEqualTo(1);
    }

    @Test
    void aFileWithoutSha256IsCheckedByWhatThereIsAndKeptByItsOwnDigest() throws Exception {
        gate.judge.use(TestGate.policy("[rules.missing-hash]", "action = 'off'"), "me");
        Distribution bare = Wheels.wheel("boter", "1.0");
        Distribution md5 = Wheels.wheel("boter", "2.0");
        Distribution wrong = Wheels.wheel("boter", "3.0");
        index.add(Listing.of(bare).noHashes());
        index.add(Listing.of(md5).noHashes().hash("md5", md5(md5)));
        index.add(Listing.of(wrong).noHashes().hash("md5", md5(md5)));
        assertThat(TestGate.bytes(gate.file(bare))).hasValue(bare.bytes());
        assertThat(TestGate.bytes(gate.file(md5))).hasValue(md5.bytes());
        assertThat(TestGate.bytes(gate.file(wrong))).isEmpty();
        assertThat(gate.file(bare)).isInstanceOf(FileAnswer.Ready.class);
        assertThat(gate.file(md5)).isInstanceOf(FileAnswer.Ready.class);
    }

    @Test
    void whenADigestBecomesKnownTheOneThatWasKnownIsStillChecked() throws Exception {
        gate.judge.use(TestGate.policy("[rules.missing-hash]", "action = 'off'"), "me");
        Distribution first = Wheels.wheel("boter", "1.0");
        Distribution other = Wheels.of("boter", "1.0").seed(2).wheel();
        index.add(Listing.of(first).noHashes().hash("md5", md5(first)));
        gate.found("boter");
        index.add(Listing.of(other)); // the same name and length, another kind of digest of other bytes
        gate.found("boter", true);
        assertThat(other.bytes()).hasSameSizeAs(first.bytes());
        assertThat(TestGate.bytes(gate.file(other))).isEmpty();
    }

    private static String md5(Distribution d) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(d.bytes()));
    }

    @Test
    void aFullDiskOrCacheIsSaidAndPasses() throws Exception {
        gate.close();
        gate = new TestGate(root, index, clock, new TestGate.Setup().cache(100_000));
        assertThat(TestGate.bytes(gate.file(wheel)))
                .as("larger than the cache: passed through")
                .hasValue(wheel.bytes());
        assertThat(gate.blobs.total()).isZero();
        assertThat(TestGate.bytes(gate.file(wheel))).hasValue(wheel.bytes());
        assertThat(index.count(SimulatedIndex.file(wheel))).isEqualTo(2);
    }

    @Test
    void aFileThatIsLargerThanAnyMayBeIsRefused() throws Exception {
        gate.close();
        gate = new TestGate(root, index, clock, new TestGate.Setup().sizes(1 << 20, 200_000));
        assertThat(TestGate.bytes(gate.file(wheel))).isEmpty();
        assertThat(nothingIsCached(wheel)).isTrue();
    }

    @Test
    void deliveriesAreEnteredByWhoAndWhat() throws Exception {
        FileAnswer.Coming coming = (FileAnswer.Coming) gate.file(wheel);
        TestGate.bytes(coming);
        gate.gate.deliveries().delivered(coming.project(), coming.record(), Optional.empty(), "anonymous");
        gate.gate.deliveries().delivered(coming.project(), coming.record(), Optional.of("bytes=0-9"), "ci");
        gate.gate.close();
        List<JsonNode> entries = gate.entries("download");
        assertThat(entries).hasSize(2);
        JsonNode entry = entries.getFirst();
        assertThat(entry.path("actor").asString()).isEqualTo("anonymous");
        assertThat(entry.path("project").asString()).isEqualTo("kaas");
        assertThat(entry.path("version").asString()).isEqualTo("1.0");
        assertThat(entry.path("filename").asString()).isEqualTo(wheel.filename());
        assertThat(entry.path("sha256").asString()).isEqualTo(wheel.sha256());
        assertThat(entry.path("decision").asString())
                .isEqualTo(Long.toString(coming.record().decision().entry()));
        assertThat(entry.has("range")).isFalse();
        assertThat(entries.getLast().path("range").asString()).isEqualTo("bytes=0-9");
    }
}
