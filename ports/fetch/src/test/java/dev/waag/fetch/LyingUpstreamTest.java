package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.fetch.SocketServer.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Each lie that an upstream can tell, and each limit that it can meet. Times are shortened; sizes are as they are. */
class LyingUpstreamTest {
    private static final long MAX = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final FetchLimits PATIENT = FetchLimits.DEFAULT.withTimes(LONG, LONG, LONG, LONG);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Test
    void aBodyShorterThanAnnouncedIsTruncated() throws Exception {
        expect(FetchException.Truncated.class, text(OK + "Content-Length: 10\r\n\r\nshort"), "after 5 of 10 bytes");
    }

    @Test
    void aChunkedBodyWithoutItsEndIsTruncated() throws Exception {
        for (String cut : List.of("5\r\nshort\r\n", "9\r\nshort")) {
            try (SocketServer server = new SocketServer(text(OK + "Transfer-Encoding: chunked\r\n\r\n" + cut));
                    Fetcher fetcher = fetcher(server, PATIENT)) {
                // the client may see the end before it hands out the head, and then counts nothing
                assertThatExceptionOfType(FetchException.Truncated.class)
                        .isThrownBy(() -> FetcherTest.read(fetcher, FetchRequest.of(server.uri("/"), MAX)))
                        .withMessageMatching(
                                "127\\.0\\.0\\.1: the body ended (after 5 bytes|before its last chunk \\(chunked transfer encoding).*");
            }
        }
    }

    @Test
    void aConnectionThatIsResetIsTruncated() throws Exception {
        Script reset = (r, c) -> {
            c.write(OK + "Content-Length: 10\r\n\r\nshort");
            c.socket().setSoLinger(true, 0);
            return false;
        };
        // The five bytes may be lost with the reset: how many came is not told for sure, that the body is not whole is.
        expect(FetchException.class, reset, "127.0.0.1");
    }

    @Test
    void aBodyLongerThanAnnouncedIsCutAndItsRestIsNoAnswer() throws Exception {
        Script smuggler = (r, c) -> {
            if (r.target().equals("/first")) {
                c.write(OK + "Content-Length: 5\r\n\r\nfirst" + OK + "Content-Length: 4\r\n\r\nevil");
                return true;
            }
            return c.ok("second");
        };
        try (SocketServer server = new SocketServer(smuggler);
                Fetcher fetcher = FetcherTest.fetcher(server)) {
            assertThat(FetcherTest.read(fetcher, FetchRequest.of(server.uri("/first"), MAX)))
                    .isEqualTo("first");
            assertThat(FetcherTest.read(fetcher, FetchRequest.of(server.uri("/second"), MAX)))
                    .isEqualTo("second");
        }
    }

    @Test
    void anAnnouncedLengthOverTheLimitIsRefusedBeforeTheBody() throws Exception {
        Script headAlone = (r, c) -> {
            c.write(OK + "Content-Length: 1048577\r\n\r\n");
            return c.awaitClose(); // an end that came with the head might be seen before it
        };
        expect(FetchException.TooLarge.class, headAlone, "1048577 bytes");
    }

    @Test
    void anEndlessBodyIsTooLarge() throws Exception {
        Script endless = (r, c) -> {
            c.write(OK + "\r\n");
            while (true) {
                c.write("x".repeat(8192));
            }
        };
        expect(FetchException.TooLarge.class, endless, "larger than the 1048576 bytes");
    }

    @Test
    void aBodyOfExactlyTheLimitIsFine() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> c.ok("x".repeat((int) MAX)));
                Fetcher fetcher = FetcherTest.fetcher(server)) {
            assertThat(FetcherTest.read(fetcher, FetchRequest.of(server.uri("/"), MAX)))
                    .hasSize((int) MAX);
        }
    }

    @Test
    void aGzipBombEndsBySizeOrRatio() throws Exception {
        byte[] bomb = gzip(new byte[64 << 20]);
        expect(FetchException.TooLarge.class, packed(bomb), "unpacks to more than the 1048576 bytes", PATIENT, MAX);
        expect(FetchException.TooLarge.class, packed(bomb), "250 times", PATIENT, 1L << 30);
    }

    @Test
    void endlessEmptyGzipMembersAreTooLarge() throws Exception {
        byte[] empty = gzip(new byte[0]);
        Script endless = (r, c) -> {
            c.write(OK + "Content-Encoding: gzip\r\n\r\n");
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 500; i++) {
                many.write(empty);
            }
            while (true) {
                c.write(many.toByteArray());
            }
        };
        expect(FetchException.TooLarge.class, endless, "larger than");
    }

    @Test
    void packedPagesAreUnpackedInAllTheirMembers() throws Exception {
        byte[] one = gzip("one ".getBytes(StandardCharsets.UTF_8));
        byte[] two = gzip("two".getBytes(StandardCharsets.UTF_8));
        CountDownLatch firstRead = new CountDownLatch(1);
        Script members = (r, c) -> {
            c.write(OK + "Content-Encoding: gzip\r\nContent-Length: " + (one.length + two.length) + "\r\n\r\n");
            c.write(one);
            await(firstRead);
            c.write(two);
            return true;
        };
        try (SocketServer server = new SocketServer(members);
                Fetcher fetcher = FetcherTest.fetcher(server);
                Response response = fetcher.get(FetchRequest.of(server.uri("/"), MAX))) {
            assertThat(response.contentLength()).isEmpty();
            assertThat(response.body().readNBytes(4))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("one ");
            firstRead.countDown();
            assertThat(response.readAll()).asString(StandardCharsets.UTF_8).isEqualTo("two");
        }
    }

    @Test
    void whatSaysItIsPackedMustBe() throws Exception {
        byte[] good = gzip("x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        byte[] cut = java.util.Arrays.copyOf(good, good.length - 9);
        byte[] wrong = good.clone();
        wrong[good.length - 6] ^= 1; // of the checksum
        expect(FetchException.Truncated.class, packed(cut), "packed body ended early");
        expect(FetchException.Protocol.class, packed(wrong), "not the gzip");
        expect(
                FetchException.Protocol.class,
                packed("plain text, in truth".getBytes(StandardCharsets.UTF_8)),
                "not the gzip");
        expect(
                FetchException.Protocol.class,
                text(OK + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx"),
                "coding that was not asked for, br");
    }

    @Test
    void filesAreTakenAsTheyAre() throws Exception {
        byte[] packed = gzip(new byte[100]);
        try (SocketServer server = new SocketServer(packed(packed));
                Fetcher fetcher = FetcherTest.fetcher(server);
                Response response = fetcher.get(
                        new FetchRequest(server.uri("/"), Map.of(), Optional.empty(), false, MAX, false, false))) {
            assertThat(response.readAll()).isEqualTo(packed);
            assertThat(server.requests().getFirst().header("accept-encoding")).isEqualTo("identity");
        }
    }

    @Test
    void aHostThatSaysNothingTimesOut() throws Exception {
        FetchLimits limits = PATIENT.withTimes(LONG, Duration.ofMillis(300), LONG, LONG);
        CountDownLatch hungUp = new CountDownLatch(1);
        Script silent = (r, c) -> {
            if (c.awaitClose()) {
                hungUp.countDown();
            }
            return false;
        };
        expect(FetchException.TimedOut.class, silent, "no answer within 0.3 s", limits, MAX);
        assertThat(hungUp.await(10, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @Test
    void headersThatNeverEndTimeOut() throws Exception {
        FetchLimits limits = PATIENT.withTimes(LONG, Duration.ofMillis(500), LONG, LONG);
        Script forever = (r, c) -> {
            while (true) {
                c.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
            }
        };
        expect(FetchException.class, forever, "127.0.0.1", limits, MAX);
    }

    @Test
    void aBodyThatStopsTimesOut() throws Exception {
        FetchLimits limits = PATIENT.withTimes(LONG, LONG, Duration.ofMillis(300), LONG);
        CountDownLatch hungUp = new CountDownLatch(1);
        Script stops = (r, c) -> {
            c.write(OK + "Content-Length: 10\r\n\r\nshort");
            if (c.awaitClose()) {
                hungUp.countDown();
            }
            return false;
        };
        expect(FetchException.TimedOut.class, stops, "no byte came for 0.3 s, after 5 bytes", limits, MAX);
        assertThat(hungUp.await(10, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @Test
    void aByteNowAndThenIsTooSlow() throws Exception {
        FetchLimits limits =
                PATIENT.withTimes(LONG, LONG, Duration.ofMillis(400), LONG).withMinBytesPerSecond(1000);
        expect(FetchException.TimedOut.class, drip(Duration.ofMillis(20)), "ought to send 400", limits, MAX);
    }

    @Test
    void aReaderThatTakesItsTimeIsNotTheSendersFault() throws Exception {
        FetchLimits limits =
                PATIENT.withTimes(LONG, LONG, Duration.ofMillis(200), LONG).withMinBytesPerSecond(1 << 20);
        byte[] body = new byte[200_000];
        try (SocketServer server = new SocketServer(
                        (r, c) -> c.write(OK + "Content-Length: 200000\r\n\r\n").write(body) != null);
                Fetcher fetcher = fetcher(server, limits);
                Response response = fetcher.get(FetchRequest.of(server.uri("/"), MAX))) {
            int n = 0;
            for (byte[] piece = response.body().readNBytes(50_000);
                    piece.length > 0;
                    piece = response.body().readNBytes(50_000)) {
                n += piece.length;
                pause(Duration.ofMillis(150));
            }
            assertThat(n).isEqualTo(200_000);
        }
    }

    @Test
    void theWholeFetchHasALimitToo() throws Exception {
        FetchLimits limits =
                PATIENT.withTimes(LONG, LONG, LONG, Duration.ofMillis(600)).withMinBytesPerSecond(0);
        expect(
                FetchException.TimedOut.class,
                drip(Duration.ofMillis(20)),
                "longer than the 0.6 s that it may take in all",
                limits,
                MAX);
    }

    @Test
    void headersHaveALimit() throws Exception {
        expect(
                FetchException.TooLarge.class,
                text(OK + "X: " + "x".repeat(70_000) + "\r\nContent-Length: 0\r\n\r\n"),
                "headers are larger than 65536");
        Script endless = (r, c) -> {
            c.write(OK);
            while (true) {
                c.write("X-" + "y".repeat(1000) + ": z\r\n");
            }
        };
        expect(FetchException.Protocol.class, endless, "Header size too big");
    }

    @Test
    void whatIsNotHttpIsSaidToBeSo() throws Exception {
        for (String answer : List.of(
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                OK + "Content-Length: five\r\n\r\nhello",
                OK + "Content-Length: -5\r\n\r\nhello",
                OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
                OK + " folded: header\r\n\r\n")) {
            expect(FetchException.class, text(answer), "127.0.0.1");
        }
    }

    @Test
    void aConnectionThatEndsBeforeAnAnswerIsSaidToBeSo() throws Exception {
        expect(FetchException.Unreachable.class, (r, c) -> false, "before an answer");
    }

    @Test
    void anotherPartThanAskedForIsRefused() throws Exception {
        Map<String, Range> asked = Map.of(
                "bytes 0-2/10", Range.last(3),
                "bytes 6-9/10", Range.last(3),
                "bytes 1-3/10", Range.between(0, 2),
                "bytes 0-3/10", Range.between(0, 2),
                "bytes 3-3/3", Range.from(3),
                "nonsense", Range.from(0));
        for (Map.Entry<String, Range> e : asked.entrySet()) {
            Script script =
                    text("HTTP/1.1 206 Partial\r\nContent-Range: " + e.getKey() + "\r\nContent-Length: 3\r\n\r\nabc");
            try (SocketServer server = new SocketServer(script);
                    Fetcher fetcher = FetcherTest.fetcher(server)) {
                FetchRequest request = new FetchRequest(
                        server.uri("/"), Map.of(), Optional.of(e.getValue()), false, MAX, false, false);
                assertThatExceptionOfType(FetchException.Protocol.class)
                        .as(e.getKey())
                        .isThrownBy(() -> fetcher.get(request));
            }
        }
        expect(
                FetchException.Protocol.class,
                text("HTTP/1.1 206 P\r\nContent-Range: bytes 0-0/1\r\nContent-Length: 1\r\n\r\nx"),
                "another part");
    }

    @Test
    void anInterruptEndsAFetchAndItsBody() throws Exception {
        FetchLimits limits = PATIENT;
        CountDownLatch asked = new CountDownLatch(2);
        Script hangs = (r, c) -> {
            if (r.target().equals("/body")) {
                c.write(OK + "Content-Length: 10\r\n\r\nshort");
            }
            asked.countDown();
            c.awaitClose();
            return false;
        };
        try (SocketServer server = new SocketServer(hangs);
                Fetcher fetcher = fetcher(server, limits)) {
            java.util.Queue<Throwable> thrown = new java.util.concurrent.ConcurrentLinkedQueue<>();
            List<Thread> threads = List.of("/head", "/body").stream()
                    .map(path -> Thread.ofVirtual().start(() -> {
                        try {
                            FetcherTest.read(fetcher, FetchRequest.of(server.uri(path), MAX));
                        } catch (IOException e) {
                            thrown.add(e);
                        }
                    }))
                    .toList();
            await(asked);
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
            assertThat(thrown).hasSize(2).allMatch(FetchException.Interrupted.class::isInstance);
        }
    }

    @Test
    void afterAFailureNoReadSaysThatAllIsWell() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Script cutsOffLater = (r, c) -> {
            c.write(OK + "Content-Length: 10\r\n\r\nshort");
            try {
                return !answered.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        try (SocketServer server = new SocketServer(cutsOffLater);
                Fetcher fetcher = FetcherTest.fetcher(server);
                Response response = fetcher.get(FetchRequest.of(server.uri("/"), MAX))) {
            answered.countDown();
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(FetchException.Truncated.class)
                        .isThrownBy(() -> response.body().readNBytes(10));
            }
        }
    }

    private static Script text(String answer) {
        return (r, c) -> {
            c.write(answer);
            return false;
        };
    }

    private static Script packed(byte[] body) {
        return (r, c) -> {
            c.write(OK + "Content-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .write(body);
            return false;
        };
    }

    private static Script drip(Duration every) {
        return (r, c) -> {
            c.write(OK + "Content-Length: 1000\r\n\r\n");
            while (true) {
                c.write("x");
                pause(every);
            }
        };
    }

    private static void expect(Class<? extends FetchException> type, Script script, String says) throws Exception {
        expect(type, script, says, PATIENT, MAX);
    }

    private static void expect(
            Class<? extends FetchException> type, Script script, String says, FetchLimits limits, long max)
            throws Exception {
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server, limits)) {
            assertThatExceptionOfType(type)
                    .isThrownBy(() -> FetcherTest.read(fetcher, FetchRequest.of(server.uri("/"), max)))
                    .withMessageStartingWith("127.0.0.1: ")
                    .withMessageContaining(says);
        }
    }

    private static Fetcher fetcher(SocketServer server, FetchLimits limits) {
        return new Fetcher(FetcherTest.settings(limits).withUpstreams(List.of(server.uri("/"))));
    }

    private static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(data);
        }
        return packed.toByteArray();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Being slow is what is tested. */
    private static void pause(Duration duration) {
        java.util.concurrent.locks.LockSupport.parkNanos(duration.toNanos());
    }
}
