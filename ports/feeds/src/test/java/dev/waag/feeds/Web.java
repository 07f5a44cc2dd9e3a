package dev.waag.feeds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A web server whose files the test changes, with validators. */
final class Web implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> files = Collections.synchronizedMap(new HashMap<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile String lastModified = "";
    private volatile int failing = 0;

    Web() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    void put(String path, byte[] content) {
        files.put("/" + path, content);
    }

    void put(String path, String content) {
        put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String path) {
        files.remove("/" + path);
    }

    void lastModified(String value) {
        lastModified = value;
    }

    /** Answers this status from now on; 0 for what is asked. */
    void fail(int status) {
        failing = status;
    }

    /** Since it was last asked: path and status. */
    List<String> requests() {
        List<String> seen = List.copyOf(requests);
        requests.clear();
        return seen;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] content = files.get(path);
        String etag = content == null ? "" : "\"" + Arrays.hashCode(content) + "\"";
        int status = failing != 0 ? failing : content == null ? 404 : 200;
        if (status == 200 && Objects.equals(exchange.getRequestHeaders().getFirst("If-None-Match"), etag)) {
            status = 304;
        }
        requests.add(path + " " + status);
        if (status == 200) {
            exchange.getResponseHeaders().set("ETag", etag);
            if (!lastModified.isEmpty()) {
                exchange.getResponseHeaders().set("Last-Modified", lastModified);
            }
        }
        exchange.sendResponseHeaders(status, status == 200 && content != null ? content.length : -1);
        if (status == 200 && content != null) {
            exchange.getResponseBody().write(content);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
