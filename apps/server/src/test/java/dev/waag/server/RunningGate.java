package dev.waag.server;

import dev.waag.core.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A server on a free port of this machine, with a client for it. */
final class RunningGate implements AutoCloseable {
    private final WaagServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;

    private RunningGate(WaagServer server, Path data) {
        this.server = server;
        this.data = data;
    }

    /** @param keys dotted configuration keys and their values, by turns */
    static RunningGate start(Path data, URI upstream, String... keys) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("data", data.toString());
        values.put("listen", "127.0.0.1:0");
        values.put("upstream.url", upstream.toString());
        for (int i = 0; i < keys.length; i += 2) {
            values.put(keys[i], keys[i + 1]);
        }
        ServerConfig config = ConfigReader.read(new ConfigReader.Options(Optional.empty(), values), Map.of());
        return new RunningGate(WaagServer.start(config, () -> upstream, Map.of(), InstantSource.system()), data);
    }

    URI url() {
        return server.url();
    }

    WaagServer server() {
        return server;
    }

    String token() throws IOException {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    /** @param headers names and values by turns */
    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    HttpResponse<byte[]> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder b = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            b.header(headers[i], headers[i + 1]);
        }
        return client.send(b.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    JsonNode json(String path, String... headers) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(get(path, headers).body());
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
