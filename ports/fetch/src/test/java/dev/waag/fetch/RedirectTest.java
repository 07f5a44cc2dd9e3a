package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.fetch.SocketServer.Script;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedirectTest {
    private static final long MAX = 1 << 20;

    @Test
    void redirectsOnTheHostAreFollowedAndTold() throws Exception {
        Script script = (r, c) -> switch (r.target()) {
            case "/a" -> redirect(c, 301, "/b c?d=é#f");
            case "/b%20c?d=%C3%A9" -> redirect(c, 308, "../e");
            default -> c.ok(r.target());
        };
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = FetcherTest.fetcher(server);
                Response response = fetcher.get(FetchRequest.of(server.uri("/a"), MAX))) {
            assertThat(response.readAll()).asString().isEqualTo("/e");
            assertThat(response.uri()).isEqualTo(server.uri("/e"));
            assertThat(server.connections()).as("the connection is kept").isEqualTo(1);
        }
    }

    @Test
    void aLoopEnds() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> redirect(c, 302, r.target()));
                Fetcher fetcher = FetcherTest.fetcher(server)) {
            assertThatExceptionOfType(FetchException.BadRedirect.class)
                    .isThrownBy(() -> fetcher.get(FetchRequest.of(server.uri("/"), MAX)))
                    .withMessageContaining("more than 5 times");
            assertThat(server.requests()).hasSize(6);
        }
    }

    @Test
    void anotherHostIsAskedOnlyWhereAllowedAndGetsNoSecrets() throws Exception {
        try (SocketServer other = new SocketServer((r, c) -> c.ok("from there"));
                SocketServer server = new SocketServer(
                        (r, c) -> redirect(c, 302, other.uri("localhost", "/x").toString()));
                Fetcher fetcher = FetcherTest.fetcher(server)) {
            URI uri = URI.create("http://me:secret@127.0.0.1:" + server.port() + "/");
            assertThatExceptionOfType(FetchException.BadRedirect.class)
                    .isThrownBy(() -> fetcher.get(FetchRequest.of(uri, MAX)))
                    .withMessageContaining("another host, localhost")
                    .withMessageNotContaining("secret");
            Map<String, String> secrets = Map.of("Cookie", "secret", "X-Fine", "yes");
            String body =
                    FetcherTest.read(fetcher, new FetchRequest(uri, secrets, Optional.empty(), false, MAX, true, true));
            assertThat(body).isEqualTo("from there");
            assertThat(server.requests().getLast().header("authorization")).isEqualTo("Basic bWU6c2VjcmV0");
            assertThat(server.requests().getLast().header("cookie")).isEqualTo("secret");
            assertThat(other.requests().getLast().header("authorization")).isEmpty();
            assertThat(other.requests().getLast().header("cookie")).isEmpty();
            assertThat(other.requests().getLast().header("x-fine")).isEqualTo("yes");
        }
    }

    @Test
    void anAuthorizationHeaderGoesToItsFirstOriginOnly() throws Exception {
        try (SocketServer other = new SocketServer((r, c) -> c.ok(r.header("authorization")));
                SocketServer server = new SocketServer(
                        (r, c) -> redirect(c, 302, other.uri("/x").toString()));
                Fetcher fetcher = FetcherTest.fetcher(server)) {
            Map<String, String> secrets = Map.of("authorization", "Bearer secret");
            FetchRequest request = new FetchRequest(server.uri("/"), secrets, Optional.empty(), false, MAX, true, true);
            assertThat(FetcherTest.read(fetcher, request))
                    .as("another port is another origin")
                    .isEmpty();
            assertThat(server.requests().getLast().header("authorization")).isEqualTo("Bearer secret");
        }
    }

    @Test
    void userinfoInALocationIsNotSent() throws Exception {
        Script script = (r, c) -> r.target().equals("/")
                ? redirect(c, 302, "http://evil:pass@" + r.header("host") + "/x")
                : c.ok(r.header("authorization"));
        try (SocketServer server = new SocketServer(script);
                Fetcher fetcher = FetcherTest.fetcher(server)) {
            assertThat(FetcherTest.read(fetcher, FetchRequest.of(server.uri("/"), MAX)))
                    .isEmpty();
        }
    }

    @Test
    void whereItMayNotGo() {
        URI from = URI.create("https://index.example/simple/");
        for (String location : List.of(
                "http://index.example/simple/x",
                "ftp://index.example/x",
                "file:///etc/passwd",
                "mailto:me@index.example",
                "https://",
                "https:///x",
                "https://index.example:99999/",
                "//other.example/x",
                "https://other.example/",
                "https://index.example.other.example/",
                "https://index.example@other.example/",
                "https://index example/",
                "https://[::1/",
                "\\\\other.example\\x%")) {
            assertThatExceptionOfType(FetchException.BadRedirect.class)
                    .as(location)
                    .isThrownBy(() -> Redirects.next(from, 302, headers(location), false));
        }
        assertThatExceptionOfType(FetchException.BadRedirect.class)
                .isThrownBy(() -> Redirects.next(from, 302, headers("/a", "/b"), false))
                .withMessageContaining("several places");
    }

    @Test
    void whereItGoes() throws Exception {
        URI from = URI.create("http://index.example/simple/x?q");
        Map<String, String> table = Map.of(
                "https://INDEX.example/y", "https://INDEX.example/y",
                "y", "http://index.example/simple/y",
                "/y", "http://index.example/y",
                "?z", "http://index.example/simple/x?z",
                "https://u:p@index.example", "https://index.example/");
        for (Map.Entry<String, String> e : table.entrySet()) {
            assertThat(Redirects.next(from, 307, headers(e.getKey()), false))
                    .as(e.getKey())
                    .contains(URI.create(e.getValue()));
        }
        assertThat(Redirects.next(from, 307, headers("//index.example:8080/"), true))
                .contains(URI.create("http://index.example:8080/"));
        assertThatExceptionOfType(FetchException.BadRedirect.class)
                .as("another port is another server")
                .isThrownBy(() -> Redirects.next(from, 307, headers("//index.example:8080/"), false));
        assertThat(Redirects.next(from, 200, headers("/y"), false)).isEmpty();
        assertThat(Redirects.next(from, 304, headers("/y"), false)).isEmpty();
        assertThat(Redirects.next(from, 302, headers(), false)).isEmpty();
    }

    private static HttpHeaders headers(String... locations) {
        return HttpHeaders.of(
                locations.length == 0 ? Map.of() : Map.of("Location", List.of(locations)), (n, v) -> true);
    }

    static boolean redirect(SocketServer.Connection c, int status, String location) throws java.io.IOException {
        c.write("HTTP/1.1 " + status + " Moved\r\nLocation: ");
        c.write(location.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        c.write("\r\nContent-Length: 5\r\n\r\nthere");
        return true;
    }
}
