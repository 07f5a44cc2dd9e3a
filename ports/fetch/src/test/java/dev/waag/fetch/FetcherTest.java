package dev.waag.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.fetch.SocketServer.Script;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a good upstream answers arrives, and what is sent is no more than it should be. */
class FetcherTest {
    private static final long MAX = 1 << 20;

    @Test
    void aPageArrivesWhole() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> c.ok("hello"));
                Fetcher fetcher = fetcher(server);
                Response response = fetcher.get(FetchRequest.of(server.uri("/simple/?a=b#fragment"), MAX))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.contentLength()).isEqualTo(OptionalLong.of(5));
            assertThat(response.header("CONTENT-length")).contains("5");
            assertThat(response.readAll()).isEqualTo("hello".getBytes(UTF_8));
            assertThat(response.body().read()).isEqualTo(-1);
            assertThat(server.requests().getFirst().line()).isEqualTo("GET /simple/?a=b HTTP/1.1");
        }
    }

    @Test
    void onlyHeadersThatAreMeantAreSent() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> c.ok(""));
                Fetcher fetcher = fetcher(server)) {
            read(
                    fetcher,
                    new FetchRequest(
                            server.uri("/"),
                            Map.of("Accept", "text/html", "If-None-Match", "\"x\""),
                            Optional.empty(),
                            false,
                            MAX,
                            false,
                            true));
            assertThat(server.requests().getFirst().headers().stream()
                            .map(h -> h.split(":")[0].toLowerCase(java.util.Locale.ROOT)))
                    .as("no Upgrade, no HTTP2-Settings")
                    .containsExactlyInAnyOrder("host", "user-agent", "accept", "if-none-match", "accept-encoding");
            assertThat(server.requests().getFirst().header("accept-encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void errorsAreAnswers() throws Exception {
        Script script = (r, c) -> {
            c.write("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone");
            return true;
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server);
                Response response = fetcher.get(FetchRequest.of(server.uri("/"), MAX))) {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.readAll()).isEqualTo("gone".getBytes(UTF_8));
        }
    }

    @Test
    void notModifiedHasNoBody() throws Exception {
        Script script = (r, c) -> {
            c.write("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n");
            return true;
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server)) {
            for (int i = 0; i < 2; i++) {
                try (Response response = fetcher.get(FetchRequest.of(server.uri("/"), MAX))) {
                    assertThat(response.status()).isEqualTo(304);
                    assertThat(response.readAll()).isEmpty();
                    assertThat(response.contentLength()).isEmpty();
                }
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void headTellsTheLength() throws Exception {
        Script script = (r, c) -> {
            c.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n");
            return true;
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server);
                Response response = fetcher.get(
                        new FetchRequest(server.uri("/"), Map.of(), Optional.empty(), true, 10, false, true))) {
            assertThat(response.contentLength()).isEqualTo(OptionalLong.of(9_999_999));
            assertThat(response.readAll()).isEmpty();
            assertThat(server.requests().getFirst().line()).startsWith("HEAD ");
        }
    }

    @Test
    void aRangeArrives() throws Exception {
        Script script = (r, c) -> {
            assertThat(r.header("range")).isEqualTo("bytes=-3");
            assertThat(r.header("accept-encoding")).isEqualTo("identity");
            c.write("HTTP/1.1 206 Partial\r\nContent-Range: bytes 7-9/10\r\nContent-Length: 3\r\n\r\nxyz");
            return true;
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server);
                Response response = fetcher.get(new FetchRequest(
                        server.uri("/"), Map.of(), Optional.of(Range.last(3)), false, MAX, false, true))) {
            assertThat(response.contentRange()).contains(new ContentRange(7, 9, OptionalLong.of(10)));
            assertThat(response.readAll()).isEqualTo("xyz".getBytes(UTF_8));
        }
    }

    @Test
    void aChunkedBodyAndOneThatEndsWithItsConnectionArrive() throws Exception {
        Script script = (r, c) -> {
            if (r.target().equals("/chunked")) {
                c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                return true;
            }
            c.write("HTTP/1.0 200 OK\r\n\r\nabcde");
            return false;
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server)) {
            for (String path : List.of("/chunked", "/closed")) {
                assertThat(read(fetcher, FetchRequest.of(server.uri(path), 5))).isEqualTo("abcde");
            }
        }
    }

    @Test
    void connectionsAreUsedAgainAlsoAfterSmallBodiesThatNobodyRead() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> c.ok("x".repeat(1000)));
                Fetcher fetcher = fetcher(server)) {
            for (int i = 0; i < 5; i++) {
                fetcher.get(FetchRequest.of(server.uri("/"), MAX)).close();
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aLargeBodyThatNobodyReadsIsHungUpOn() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Script script = (r, c) -> {
            c.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
            if (c.awaitClose()) {
                closed.countDown();
            }
            return false;
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server)) {
            fetcher.get(FetchRequest.of(server.uri("/"), 1 << 30)).close();
            assertThat(closed.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsNoFailure() throws Exception {
        Script script = (r, c) -> {
            if (c.number() == 1 && r.target().equals("/2")) {
                return false; // as when the keep-alive time ended just as the request came
            }
            return c.ok("body of " + r.target());
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = fetcher(server)) {
            assertThat(read(fetcher, FetchRequest.of(server.uri("/1"), MAX))).isEqualTo("body of /1");
            assertThat(read(fetcher, FetchRequest.of(server.uri("/2"), MAX))).isEqualTo("body of /2");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void manyAtOnceEachGetTheirOwn() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> c.ok(r.target().repeat(5000)));
                Fetcher fetcher = fetcher(server);
                var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = java.util.stream.IntStream.range(0, 100)
                    .mapToObj(i -> threads.submit(() -> read(fetcher, FetchRequest.of(server.uri("/" + i), MAX))))
                    .toList();
            for (int i = 0; i < 100; i++) {
                assertThat(answers.get(i).get()).isEqualTo(("/" + i).repeat(5000));
            }
        }
    }

    @Test
    void ipv6IsSpoken() throws Exception {
        try (SocketServer server = new SocketServer(
                        new java.net.ServerSocket(0, 50, java.net.InetAddress.ofLiteral("::1")),
                        (r, c) -> c.ok(r.header("host")),
                        false);
                Fetcher fetcher = fetcher(URI.create("http://[::1]:" + server.port() + "/"))) {
            assertThat(read(fetcher, FetchRequest.of(server.uri("[::1]", "/"), MAX)))
                    .isEqualTo("[::1]:" + server.port());
        }
    }

    @Test
    void nothingIsFetchedOnceClosed() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> c.ok("x"))) {
            Fetcher fetcher = fetcher(server);
            assertThat(read(fetcher, FetchRequest.of(server.uri("/"), MAX))).isEqualTo("x");
            fetcher.close();
            org.assertj.core.api.Assertions.assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> fetcher.get(FetchRequest.of(server.uri("/"), MAX)));
        }
    }

    static Fetcher fetcher(SocketServer server) {
        return fetcher(server.uri("/"));
    }

    static Fetcher fetcher(URI upstream) {
        return new Fetcher(settings(FetchLimits.DEFAULT).withUpstreams(List.of(upstream)));
    }

    /** Nothing of this machine's. */
    static FetchSettings settings(FetchLimits limits) {
        return FetchSettings.fromEnvironment(Map.of(), List.of(), limits);
    }

    static String read(Fetcher fetcher, FetchRequest request) throws java.io.IOException {
        try (Response response = fetcher.get(request)) {
            return new String(response.readAll(), UTF_8);
        }
    }
}
