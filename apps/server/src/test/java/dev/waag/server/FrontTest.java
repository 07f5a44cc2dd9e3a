package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in front of every route: the Host, the method, who asks, and limits. */
final class FrontTest extends ServerCase {
    private final Distribution wheel = Wheels.wheel("kaas", "1.0");

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(wheel);
    }

    @Test
    void aStrangeHostIsRefusedEverywhere() throws Exception {
        for (String path :
                List.of("/simple/kaas/", "/simple/", server.path(wheel), "/", "/health/live", "/api/v1/waivers")) {
            for (String host :
                    List.of("evil.example", "evil.example:8080", "127.0.0.1.evil.example", "1.2.3", "1.2.3.4.5")) {
                Answer answer = server.get(path, "Host: " + host);
                assertThat(answer.status()).as(host + path).isEqualTo(421);
                assertThat(answer.text()).contains("public-url");
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            }
        }
    }

    @Test
    void itsOwnNamesAndAddressesAreRight() throws Exception {
        for (String host : List.of("localhost", "LOCALHOST:1234", "127.0.0.1", "10.1.2.3:80", "[::1]:8080")) {
            assertThat(server.get("/simple/kaas/", "Host: " + host).status())
                    .as(host)
                    .isEqualTo(200);
        }
        restart("public-url", "https://packages.example/waag", "access.hosts", "more.example");
        for (String host : List.of("packages.example", "Packages.Example:443", "localhost")) {
            assertThat(server.get("/simple/kaas/", "Host: " + host).status())
                    .as(host)
                    .isEqualTo(200);
        }
        assertThat(server.get("/simple/kaas/", "Host: evil.example").status()).isEqualTo(421);
    }

    @Test
    void linksBeginWithTheHostThatWasAskedElseWithThePublicUrl() throws Exception {
        assertThat(server.get("/", "Host: localhost:" + server.port()).text())
                .contains("http://localhost:" + server.port() + "/simple/");
        restart("public-url", "https://packages.example/waag/");
        assertThat(server.get("/").text())
                .contains("https://packages.example/waag/simple/", "href=\"/waag/ledger/checkpoint\"");
    }

    @Test
    void theStartPageTellsWhatWasDecidedOnAProject() throws Exception {
        assertThat(server.get("/?project=Kaas").text()).contains("kaas has ", ">allow<", "href=\"/why/");
        assertThat(server.get("/?project=geen-kaas").text()).contains("Neither the upstream nor this gate has");
        assertThat(server.get("/?project=%3Cscript%3E").text())
                .contains("is no project name")
                .doesNotContain("<script>");
    }

    @Test
    void otherMethodsAreNotAllowedAndSayWhichAre() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("/simple/kaas/", "GET");
        table.put("/simple/", "GET");
        table.put("/files/kaas/x/y", "GET");
        table.put("/health/live", "GET");
        table.put("/ledger/checkpoint", "GET");
        table.put("/why/1", "GET");
        table.put("/", "GET");
        table.put("/api/v1/waivers", "POST");
        table.put("/api/v1/waivers/w-1", "DELETE");
        for (Map.Entry<String, String> row : table.entrySet()) {
            for (String method : List.of("PUT", "PATCH", "OPTIONS", "TRACE", "BREW")) {
                Answer answer = server.send(method, row.getKey());
                assertThat(answer.status()).as(method + " " + row.getKey()).isIn(405, 501);
                if (answer.status() == 405) {
                    assertThat(answer.header("Allow")).contains(row.getValue());
                }
            }
        }
    }

    @Test
    void whatChangesStateNeedsTheAdministratorsToken() throws Exception {
        String wrong = Base64.getEncoder().encodeToString("__token__:wrong".getBytes(StandardCharsets.UTF_8));
        String right =
                Base64.getEncoder().encodeToString(("__token__:" + server.token()).getBytes(StandardCharsets.UTF_8));
        for (String[] request : new String[][] {
            {"GET", "/api/v1/waivers"}, {"POST", "/api/v1/waivers"}, {"DELETE", "/api/v1/waivers/w-1"}
        }) {
            clock.advance(Duration.ofMinutes(2)); // so that nobody is slowed down for guessing
            for (String authorization : List.of(
                    "X-Nothing: 1",
                    "Authorization: Basic " + wrong,
                    "Authorization: Bearer wrong",
                    "Authorization: Bearer",
                    "Authorization: Bearer ",
                    "Authorization: Basic",
                    "Authorization: Basic %%%",
                    "Authorization: Digest " + server.token(),
                    "Authorization: " + server.token())) {
                Answer answer = server.send(request[0], request[1], authorization);
                assertThat(answer.status()).as(request[1] + " " + authorization).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            }
        }
        for (String authorization :
                List.of("Bearer " + server.token(), "bearer  " + server.token(), "BASIC " + right)) {
            assertThat(server.get("/api/v1/waivers", "Authorization: " + authorization)
                            .status())
                    .as(authorization)
                    .isEqualTo(200);
        }
    }

    @Test
    void foldersWithoutTheirSlashAreNoFailures() throws Exception {
        for (String path : List.of(
                "/simple", "/files", "/ledger", "/why", "/health", "/pypi", "/integrity", "/api", "/api/v1/waivers")) {
            assertThat(server.get(path).status()).as(path).isIn(301, 401, 404);
        }
    }

    @Test
    void requestsHaveALimit() throws Exception {
        String large = "x".repeat(HttpFront.HEADER_BYTES);
        assertThat(server.get("/simple/kaas/", "X-Large: " + large).status()).isEqualTo(431);
        assertThat(server.get("/simple/" + large + "/").status()).isIn(414, 431);
        assertThat(server.get("/simple/" + "x".repeat(5000) + "/").status()).isEqualTo(404);
        assertThat(server.get("/simple/kaas/", "X-Fair: " + "x".repeat(8000)).status())
                .isEqualTo(200);
        Answer body =
                server.send("POST", "/api/v1/waivers", new byte[1 << 20], "Authorization: Bearer " + server.token());
        assertThat(body.status()).isEqualTo(413);
        assertThat(server.get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void aWaiverOfAnyLengthIsRefusedOrKept() throws Exception {
        for (int length : new int[] {100, 5_000, 20_000, 60_000, 65_000, 65_400}) {
            byte[] body =
                    ("{\"rule\":\"yanked\",\"project\":\"kaas\",\"owner\":\"me\",\"expires\":\"2999-01-01\",\"reason\":\""
                                    + "r".repeat(length) + "\"}")
                            .getBytes(StandardCharsets.US_ASCII);
            Answer answer = server.send("POST", "/api/v1/waivers", body, "Authorization: Bearer " + server.token());
            assertThat(answer.status()).as("%d", length).isIn(201, 400, 413);
        }
        index.add(Listing.of(wheel).yanked("broken"));
        assertThat(server.get("/simple/kaas/", "Cache-Control: no-cache").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoRequestIsRefusedWithoutAWordAboutTheInside() throws Exception {
        String host = "Host: 127.0.0.1:" + server.port() + "\r\n";
        for (String request : List.of(
                "nonsense\r\n\r\n",
                "GET /simple/kaas/ HTTP/1.1\r\n\r\n",
                "GET /simple/kaas/ HTTP/1.1\r\n" + host + host + "\r\n",
                "GET /simple/kaas/ HTTP/9.9\r\n" + host + "\r\n",
                "GET /simple/%zz/ HTTP/1.1\r\n" + host + "\r\n",
                "GET /simple/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + host + "\r\n",
                "GET /files/..;/x HTTP/1.1\r\n" + host + "\r\n",
                "GET /simple/a%2fb/ HTTP/1.1\r\n" + host + "\r\n",
                "GET /simple/kaas/ HTTP/1.1\r\n" + host + "Broken Header: x\r\n\r\n",
                "GET /simple/kaas/ HTTP/1.1\r\n" + host + " folded: x\r\n\r\n",
                "POST /api/v1/waivers HTTP/1.1\r\n" + host
                        + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/v1/waivers HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")) {
            Answer answer = server.raw(request);
            assertThat(answer.status()).as(request).isBetween(400, 505);
            assertThat(answer.status()).as(request).isNotEqualTo(500);
            assertThat(answer.text()).as(request).doesNotContain("jetty", "Exception", "dev.waag");
            assertThat(answer.headers()).doesNotContainKey("server");
        }
    }

    @Test
    void olderHttpIsAnsweredToo() throws Exception {
        Answer answer = server.raw("GET /simple/kaas/ HTTP/1.0\r\nHost: localhost\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void oneConnectionCarriesManyRequests() throws Exception {
        String request = "GET /simple/kaas/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(20_000);
            String last = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            Answer all = TestServer.exchange(socket, request + request + last);
            assertThat(all.text().split("HTTP/1.1 200")).hasSize(3);
        }
    }

    @Test
    void anAddressInUseIsSaidClearly(@TempDir Path other) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> new TestServer(other, index, clock, "listen", "127.0.0.1:" + server.port()))
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE))
                .withMessageContaining("cannot be listened on");
    }

    @Test
    void aFolderInUseIsSaidClearly() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> new TestServer(root, index, clock))
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE))
                .withMessageContaining("in use");
    }

    @Test
    void whatIsRunningIsFinishedAndRecordedBeforeTheEnd() throws Exception {
        Distribution large = Wheels.of("kaas", "2.0").payload(300_000).wheel();
        index.add(large);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        String path = server.path(large);
        index.behave(SimulatedIndex.file(large), Lies.held(200_000, asked, rest));
        CompletableFuture<Answer> running = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.get(path);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                r -> Thread.ofVirtual().start(r));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(
                server::close, r -> Thread.ofVirtual().start(r));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> closing.get(300, TimeUnit.MILLISECONDS));
        rest.countDown();
        assertThat(running.get(20, TimeUnit.SECONDS).body()).isEqualTo(large.bytes());
        closing.get(20, TimeUnit.SECONDS);
        assertThat(LedgerFile.entries(root))
                .anyMatch(e -> e.path("kind").asString().equals("download")
                        && e.path("filename").asString().equals(large.filename()));
        server = new TestServer(root, index, clock);
    }

    @Test
    void aClosedServerAnswersNobody() throws Exception {
        int port = server.port();
        server.close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close());
        server = new TestServer(root, index, clock);
    }
}
