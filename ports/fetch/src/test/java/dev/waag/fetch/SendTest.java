package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waag.fetch.SocketServer.Connection;
import dev.waag.fetch.SocketServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class SendTest {
    private static final Map<String, String> HEADERS =
            Map.of("Authorization", "Bearer secret", "Content-Type", "application/json");

    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    /** Reads the body of a request. */
    private String body(Request request, Connection c) throws IOException {
        String length = request.header("Content-Length");
        byte[] bytes = c.in().readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        String body = new String(bytes, StandardCharsets.UTF_8);
        bodies.add(body);
        return body;
    }

    private static Fetcher fetcher(URI gate) {
        return new Fetcher(FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(gate)));
    }

    private static SendRequest post(URI uri) {
        return new SendRequest("POST", uri, HEADERS, Optional.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8)), 1000);
    }

    @Test
    void sendsItsBodyAndItsHeadersAndReadsTheAnswer() throws IOException {
        SocketServer.Script created = (request, c) -> {
            body(request, c);
            c.write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
            return true;
        };
        try (SocketServer server = new SocketServer(created);
                Fetcher fetcher = fetcher(server.uri("/"))) {
            try (Response response = fetcher.send(post(server.uri("/api")))) {
                assertThat(response.status()).isEqualTo(201);
                assertThat(new String(response.readAll(), StandardCharsets.UTF_8))
                        .isEqualTo("{}");
            }
            try (Response response =
                    fetcher.send(new SendRequest("DELETE", server.uri("/api/1"), HEADERS, Optional.empty(), 1000))) {
                assertThat(response.status()).isEqualTo(201);
            }
            Request first = server.requests().getFirst();
            assertThat(first.line()).isEqualTo("POST /api HTTP/1.1");
            assertThat(first.header("Authorization")).isEqualTo("Bearer secret");
            assertThat(first.header("Content-Type")).isEqualTo("application/json");
            assertThat(server.requests().get(1).line()).isEqualTo("DELETE /api/1 HTTP/1.1");
            assertThat(bodies).containsExactly("{\"a\":1}", "");
        }
    }

    @Test
    void userinfoIsSentAsCredentials() throws IOException {
        try (SocketServer server = new SocketServer((request, c) -> c.ok(body(request, c)))) {
            URI uri = URI.create("http://__token__:t@127.0.0.1:" + server.port() + "/api");
            try (Fetcher fetcher = fetcher(uri);
                    Response response =
                            fetcher.send(new SendRequest("POST", uri, Map.of(), Optional.of(new byte[] {'x'}), 10))) {
                assertThat(response.status()).isEqualTo(200);
            }
            assertThat(server.requests().getFirst().header("Authorization")).startsWith("Basic ");
            assertThat(server.requests().getFirst().target()).isEqualTo("/api");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        SocketServer.Script redirect = (request, c) -> {
            body(request, c);
            c.write("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
            return true;
        };
        try (SocketServer server = new SocketServer(redirect);
                Fetcher fetcher = fetcher(server.uri("/"))) {
            assertThatExceptionOfType(FetchException.BadRedirect.class)
                    .isThrownBy(() -> fetcher.send(post(server.uri("/api"))))
                    .withMessageContaining("/elsewhere");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void whatMayHaveBeenCarriedOutIsNotSentAgain() throws IOException {
        SocketServer.Script once = (request, c) -> {
            body(request, c);
            return c.number() == 1 && first(request, c);
        };
        try (SocketServer server = new SocketServer(once);
                Fetcher fetcher = fetcher(server.uri("/"))) {
            try (Response response = fetcher.send(post(server.uri("/first")))) {
                assertThat(response.readAll()).isNotEmpty();
            }
            assertThatExceptionOfType(FetchException.class).isThrownBy(() -> fetcher.send(post(server.uri("/second"))));
            assertThat(server.requests().stream().filter(r -> r.target().equals("/second")))
                    .hasSize(1);
        }
    }

    /** Answers the first request of a connection only. */
    private static boolean first(Request request, Connection c) throws IOException {
        return request.target().equals("/first") && c.ok("fine");
    }

    @Test
    void theAnswerHasALimit() throws IOException {
        try (SocketServer server = new SocketServer((request, c) -> {
                    body(request, c);
                    return c.ok("x".repeat(1001));
                });
                Fetcher fetcher = fetcher(server.uri("/"))) {
            assertThatExceptionOfType(FetchException.TooLarge.class)
                    .isThrownBy(() -> fetcher.send(post(server.uri("/api"))));
        }
    }

    @Test
    void onlyWhatSendsIsSent() {
        URI uri = URI.create("http://index.example/");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SendRequest("GET", uri, Map.of(), Optional.empty(), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SendRequest("POST", uri, Map.of("Host", "x"), Optional.empty(), 1));
    }
}
