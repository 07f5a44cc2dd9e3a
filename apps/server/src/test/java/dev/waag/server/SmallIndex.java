package dev.waag.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An index with a few projects on a loopback address, as an upstream; it counts what it is asked. */
final class SmallIndex implements AutoCloseable {
    private record Answer(String contentType, byte[] body) {}

    private final HttpServer http;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, List<Map<String, Object>>> files = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    SmallIndex() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/simple/");
    }

    /** The paths that were asked for, in order. */
    List<String> asked() {
        return asked;
    }

    void put(String path, String contentType, byte[] body) {
        answers.put(path, new Answer(contentType, body));
    }

    /** Adds a wheel with that METADATA, announced and served; further members of its entry on the page win. */
    byte[] wheel(String project, String filename, String metadata, String uploaded, Map<String, Object> more) {
        byte[] bytes = zip(filename, metadata);
        put("/files/" + filename + ".metadata", "text/plain", metadata.getBytes(StandardCharsets.UTF_8));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(
                "core-metadata",
                Map.of(
                        "sha256",
                        Sha256.of(metadata.getBytes(StandardCharsets.UTF_8)).hex()));
        entry.putAll(more);
        file(project, filename, bytes, uploaded, entry);
        return bytes;
    }

    void file(String project, String filename, byte[] bytes, String uploaded, Map<String, Object> more) {
        put("/files/" + filename, "application/octet-stream", bytes);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("filename", filename);
        entry.put("url", "/files/" + filename);
        entry.put("hashes", Map.of("sha256", Sha256.of(bytes).hex()));
        entry.put("size", bytes.length);
        entry.put("upload-time", uploaded);
        entry.putAll(more);
        List<Map<String, Object>> all = files.computeIfAbsent(project, p -> new ArrayList<>());
        all.add(entry);
        put(
                "/simple/" + project + "/",
                "application/vnd.pypi.simple.v1+json",
                Json.MAPPER.writeValueAsBytes(
                        Map.of("meta", Map.of("api-version", "1.4"), "name", project, "files", all)));
    }

    private static byte[] zip(String filename, String metadata) {
        String[] parts = filename.split("-");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            String info = parts[0] + "-" + parts[1] + ".dist-info/";
            String tag = filename.substring(parts[0].length() + parts[1].length() + 2, filename.length() - 4);
            StringBuilder wheel = new StringBuilder("Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n");
            for (String python : tag.substring(0, tag.indexOf('-')).split("\\.", -1)) {
                wheel.append("Tag: ")
                        .append(python)
                        .append(tag.substring(tag.indexOf('-')))
                        .append('\n');
            }
            StringBuilder listed = new StringBuilder();
            put(zip, info + "METADATA", metadata, listed);
            put(zip, info + "WHEEL", wheel.toString(), listed);
            put(zip, info + "RECORD", listed + info + "RECORD,,\n", listed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String text, StringBuilder listed) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        String digest = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(Sha256.of(bytes).hex()));
        listed.append(name)
                .append(",sha256=")
                .append(digest)
                .append(',')
                .append(bytes.length)
                .append('\n');
    }

    private void answer(HttpExchange x) throws IOException {
        String path = x.getRequestURI().getPath();
        asked.add(path);
        Answer answer = answers.get(path);
        byte[] body = answer == null ? new byte[0] : answer.body();
        x.getResponseHeaders().set("Content-Type", answer == null ? "text/plain" : answer.contentType());
        boolean head = x.getRequestMethod().equals("HEAD");
        x.sendResponseHeaders(answer == null ? 404 : 200, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            x.getResponseBody().write(body);
        }
        x.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
