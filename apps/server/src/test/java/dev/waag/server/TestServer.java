package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A server over a simulated index, with a clock that the test moves, and requests written by hand, to see status lines as they are. */
final class TestServer implements AutoCloseable {
    static final String PIP =
            "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01";

    /**
     * An answer.
     *
     * @param headers by name in lower case; of several the last
     */
    record Answer(String statusLine, Map<String, String> headers, byte[] body) {
        int status() {
            return Integer.parseInt(statusLine.split(" ")[1]);
        }

        String phrase() {
            return statusLine.split(" ", 3)[2];
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }
    }

    final TestClock clock;
    final SimulatedIndex index;
    private final Path data;
    private final WaagServer server;
    private final int port;

    /** @param keys dotted configuration keys and their values, by turns */
    TestServer(Path data, SimulatedIndex index, TestClock clock, String... keys) throws IOException {
        this.data = data;
        this.index = index;
        this.clock = clock;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("data", data.toString());
        values.put("listen", "127.0.0.1:0");
        values.put("upstream.url", index.url().toString());
        for (int i = 0; i < keys.length; i += 2) {
            values.put(keys[i], keys[i + 1]);
        }
        ServerConfig config = ConfigReader.read(new ConfigReader.Options(Optional.empty(), values), Map.of());
        this.server = WaagServer.start(config, index::url, Map.of(), clock);
        this.port = URI.create(
                        Files.readString(data.resolve(WaagServer.ADDRESS)).strip())
                .getPort();
    }

    URI url() {
        return server.url();
    }

    int port() {
        return port;
    }

    String token() throws IOException {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    /** @param headers whole lines, such as {@code Accept: text/html} */
    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    Answer send(String method, String path, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(headers));
        if (lines.stream().noneMatch(h -> h.startsWith("Host:"))) {
            lines.add("Host: 127.0.0.1:" + port());
        }
        return raw(
                method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
    }

    Answer send(String method, String path, byte[] body, String... headers) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\nContent-Length: "
                + body.length + "\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
        return raw(head + new String(body, StandardCharsets.ISO_8859_1));
    }

    /** Sends these bytes, each character one, and reads until the server hangs up. */
    Answer raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port())) {
            socket.setSoTimeout(20_000);
            return exchange(socket, request);
        }
    }

    static Answer exchange(Socket socket, String request) throws IOException {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
        } catch (IOException e) {
            // the server may answer, and hang up, before it has read everything
        }
        return parse(everything(socket.getInputStream()));
    }

    private static byte[] everything(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        try {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
            }
        } catch (IOException e) {
            if (out.size() == 0) {
                throw e;
            }
        }
        return out.toByteArray();
    }

    private static Answer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
        return new Answer(
                lines[0],
                headers,
                headers.getOrDefault("transfer-encoding", "").equals("chunked") ? unchunked(body) : body);
    }

    private static byte[] unchunked(byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; ; ) {
            int line = text.indexOf("\r\n", at);
            if (line < 0) {
                throw new IOException("the chunks break off");
            }
            int size = Integer.parseInt(text.substring(at, line), 16);
            if (size == 0) {
                return out.toByteArray();
            }
            out.write(body, line + 2, size);
            at = line + 2 + size + 2;
        }
    }

    /** The entry of a file on its project's page. */
    JsonNode entry(Distribution d) throws IOException {
        for (JsonNode file :
                get("/simple/" + d.project() + "/", "Accept: " + PIP).json().path("files")) {
            if (file.path("filename").asString().equals(d.filename())) {
                return file;
            }
        }
        throw new AssertionError(d.filename() + " is not on its page");
    }

    /** The path of a file, from its page. */
    String path(Distribution d) throws IOException {
        return URI.create(entry(d).path("url").asString()).getRawPath();
    }

    @Override
    public void close() {
        server.close();
    }
}
