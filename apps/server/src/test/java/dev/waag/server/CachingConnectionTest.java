package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests whose bytes are those of an earlier one. What was kept has its date last, what Jetty writes has it first. */
final class CachingConnectionTest extends ServerCase {
    private static final String JSON = "Accept: application/vnd.pypi.simple.v1+json\r\n";

    private final Distribution wheel = Wheels.of("kaas", "1.0").payload(200_000).wheel();

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(wheel);
    }

    /** @param head status line and fields, without the date */
    private record Heard(List<String> head, boolean kept, String body) {
        String status() {
            return head.getFirst();
        }
    }

    private String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n" + fields + "\r\n";
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Heard hear(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            assertThat(b).as(head.toString(StandardCharsets.ISO_8859_1)).isNotNegative();
            head.write(b);
        }
        List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
        int length = lines.stream()
                .filter(l -> l.startsWith("Content-Length: "))
                .mapToInt(l -> Integer.parseInt(l.substring("Content-Length: ".length())))
                .findFirst()
                .orElse(0);
        String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        boolean kept = lines.get(lines.size() - 2).startsWith("Date: ");
        return new Heard(
                lines.stream()
                        .filter(l -> !l.isEmpty() && !l.startsWith("Date: "))
                        .toList(),
                kept,
                body);
    }

    private static Heard ask(Socket socket, String request) throws IOException {
        say(socket, request);
        return hear(socket);
    }

    /** The answer to a request that is answered from memory by now (a file is fetched, then mapped), so that the next one is from what was kept. */
    private Heard warm(String request) throws IOException {
        try (Socket first = open()) {
            ask(first, request);
            ask(first, request);
            return ask(first, request);
        }
    }

    @Test
    void theSameBytesGetTheSameAnswer() throws Exception {
        String file = server.path(wheel);
        for (String request : List.of(get("/simple/kaas/", JSON), get("/simple/kaas/", ""), get(file, ""))) {
            Heard handled = warm(request);
            try (Socket socket = open();
                    Socket other = open()) {
                for (Socket s : List.of(socket, other, socket)) {
                    Heard again = ask(s, request);
                    assertThat(again.kept()).as(request).isTrue();
                    assertThat(again.head()).containsExactlyInAnyOrderElementsOf(handled.head());
                    assertThat(again.body()).isEqualTo(handled.body());
                }
            }
        }
    }

    @Test
    void whatChangedIsNotGivenAsItWas() throws Exception {
        String page = get("/simple/kaas/", JSON);
        String file = get(server.path(wheel), "");
        warm(page);
        warm(file);
        try (Socket socket = open()) {
            assertThat(ask(socket, page).kept()).isTrue();
            assertThat(ask(socket, file).kept()).isTrue();
            index.add(Wheels.wheel("kaas", "2.0"));
            ask(socket, get("/simple/kaas/", "Cache-Control: no-cache\r\n"));
            Heard both = ask(socket, page);
            assertThat(both.kept()).isFalse();
            assertThat(both.body()).contains("kaas-2.0");
            assertThat(ask(socket, page)).isEqualTo(new Heard(ask(socket, page).head(), true, both.body()));
            index.status("kaas", "quarantined", "it weighs too little");
            ask(socket, get("/simple/kaas/", "Cache-Control: no-cache\r\n"));
            assertThat(ask(socket, file).status()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void everyDownloadIsInTheLedgerAndCounted() throws Exception {
        String request = get(server.path(wheel), "");
        try (Socket socket = open()) {
            for (int i = 0; i < 7; i++) {
                assertThat(ask(socket, request).body().length()).isEqualTo(wheel.bytes().length);
            }
        }
        assertThat(server.get("/metrics").text())
                .contains("waag_http_requests_total{route=\"/files/\",status=\"2xx\"} 7\n");
        server.close();
        assertThat(LedgerFile.entries(root).stream()
                        .filter(e -> e.path("kind").asString().equals("download")))
                .hasSize(7);
        restart();
    }

    @Test
    void requestsThatComeTogetherAreAnsweredOneByOne() throws Exception {
        String page = get("/simple/kaas/", JSON);
        String html = get("/simple/kaas/", "Accept: text/html\r\n");
        Heard first = warm(page);
        Heard second = warm(html);
        for (int round = 0; round < 3; round++) {
            try (Socket socket = open()) {
                say(socket, page + html + page);
                assertThat(hear(socket).body()).isEqualTo(first.body());
                assertThat(hear(socket).body()).isEqualTo(second.body());
                assertThat(hear(socket).body()).isEqualTo(first.body());
                assertThat(ask(socket, html).body()).isEqualTo(second.body());
            }
        }
    }

    @Test
    void aRequestInPiecesIsOneRequest() throws Exception {
        String page = get("/simple/kaas/", JSON);
        Heard whole = warm(page);
        try (Socket socket = open()) {
            for (int cut : new int[] {1, 4, 20, page.length() - 2, page.length() - 1}) {
                say(socket, page.substring(0, cut));
                Thread.sleep(50); // so that it is read by itself
                say(socket, page.substring(cut));
                assertThat(hear(socket).body()).as("cut at %d", cut).isEqualTo(whole.body());
                assertThat(ask(socket, page).body()).isEqualTo(whole.body());
            }
        }
    }

    @Test
    void whatTheBytesAloneDoNotDecideIsNotKept() throws Exception {
        String file = server.path(wheel);
        for (String request : List.of(
                get("/simple/kaas/", "Authorization: Basic eDp5\r\n"),
                get(file, "Authorization: Basic eDp5\r\n"),
                get("/simple/kaas/", "Content-Length: 0\r\nExpect: nothing\r\n"),
                get("/health/live", ""),
                get("/simple/none/", ""),
                get(file, "Range: bytes=0-9\r\n"),
                get("/simple/kaas/", "X-Long: " + "x".repeat(1100) + "\r\n"),
                get("/simple/kaas/", "Content-Length: 3\r\n") + "abc")) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = open()) {
                    assertThat(ask(socket, request).kept()).as(request).isFalse();
                }
            }
        }
    }

    @Test
    void aConnectionThatIsToBeClosedIs() throws Exception {
        String request = get("/simple/kaas/", "Connection: close\r\n");
        for (int i = 0; i < 3; i++) {
            try (Socket socket = open()) {
                assertThat(ask(socket, request).status()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(socket.getInputStream().read()).isNegative();
            }
        }
    }

    @Test
    void manyDifferentRequestsPushNobodyOut() throws Exception {
        String page = get("/simple/kaas/", JSON);
        Heard whole = warm(page);
        try (Socket socket = open()) {
            for (int i = 0; i < 5000; i++) {
                assertThat(ask(socket, get("/simple/kaas/", JSON + "X-Number: " + i + "\r\n"))
                                .body())
                        .isEqualTo(whole.body());
            }
            assertThat(ask(socket, page).body()).isEqualTo(whole.body());
            assertThat(ask(socket, page).kept()).isTrue();
        }
    }
}
