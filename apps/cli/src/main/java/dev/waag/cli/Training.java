package dev.waag.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waag.core.Sha256;
import dev.waag.policy.Policy;
import dev.waag.server.ConfigReader;
import dev.waag.server.WaagServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs by which the build trains the JVM's ahead-of-time caches: {@code serve} does what the server's start does, against an index of its
 * own on a loopback address, {@code checks} what a check offline does, {@code check} what one of plain requirements does, {@code commands} what
 * all others do. A cache each, for a JVM takes in all
 * of its cache before it begins.
 */
final class Training {
    /** Enough for the JVM to learn which code is hot, for it keeps that knowledge in the cache. */
    private static final int FILES = 1500;

    private static final int PROJECTS = 6;
    private static final int PINS = 120;

    private Training() {}

    public static void main(String[] args) throws IOException {
        Path data = Files.createTempDirectory("waag-training-");
        if (args[0].startsWith("check")) {
            try {
                quietly(args[0].equals("check") ? Training::plainCheck : Training::check, data);
            } finally {
                remove(data);
            }
            return;
        }
        HttpServer index = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map<String, byte[]> wheels = TrainingFiles.wheels();
        index.createContext("/", exchange -> answer(exchange, wheels));
        index.start();
        try {
            if (args[0].equals("commands")) {
                quietly(Training::commands, data);
                return;
            }
            serve(data, "http://127.0.0.1:" + index.getAddress().getPort() + "/simple/", wheels);
        } finally {
            index.stop(0);
            remove(data);
        }
    }

    private static void answer(HttpExchange exchange, Map<String, byte[]> wheels) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] wheel = wheels.get(path.substring(path.lastIndexOf('/') + 1));
        if (wheel != null) {
            give(exchange, wheel);
            return;
        }
        boolean html = path.contains("html");
        String name = path.replaceAll("^/simple/|/$", "");
        String page = name.equals(TrainingFiles.PROJECT) ? wheelPage(wheels) : html ? htmlPage(name) : jsonPage(name);
        exchange.getResponseHeaders().set("Content-Type", html ? "text/html" : "application/vnd.pypi.simple.v1+json");
        send(exchange, 200, page.getBytes(StandardCharsets.UTF_8));
    }

    /** A part where one is asked for: the metadata of a wheel are read from its end. */
    private static void give(HttpExchange exchange, byte[] wheel) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            send(exchange, 200, wheel);
            return;
        }
        String[] bounds = range.replace("bytes=", "").split("-", 2);
        int from = Integer.parseInt(bounds[0]);
        int to = Math.min(wheel.length - 1, Integer.parseInt(bounds[1]));
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + wheel.length);
        send(exchange, 206, Arrays.copyOfRange(wheel, from, to + 1));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String wheelPage(Map<String, byte[]> wheels) {
        StringBuilder page = new StringBuilder("{\"meta\":{\"api-version\":\"1.4\"},\"name\":\"" + TrainingFiles.PROJECT
                + "\",\"versions\":[],\"files\":[");
        String comma = "";
        for (Map.Entry<String, byte[]> wheel : wheels.entrySet()) {
            page.append(comma)
                    .append("{\"filename\":\"%s\",\"url\":\"%s\",\"hashes\":{\"sha256\":\"%s\"},\"size\":%d,"
                            .formatted(
                                    wheel.getKey(),
                                    wheel.getKey(),
                                    Sha256.of(wheel.getValue()).hex(),
                                    wheel.getValue().length))
                    .append("\"upload-time\":\"%s\",\"yanked\":false}".formatted(time(0)));
            comma = ",";
        }
        return page.append("]}").toString();
    }

    private static String jsonPage(String name) {
        StringBuilder page = new StringBuilder(
                "{\"meta\":{\"api-version\":\"1.4\"},\"name\":\"" + name + "\",\"versions\":[],\"files\":[");
        for (int i = 0; i < FILES; i++) {
            page.append(i == 0 ? "" : ",")
                    .append("{\"filename\":\"%s\",\"url\":\"%s\",\"hashes\":{\"sha256\":\"%064x\"},\"size\":%d,"
                            .formatted(filename(name, i), filename(name, i), i, 1000 + i))
                    .append("\"upload-time\":\"%s\",\"requires-python\":\">=3.8\",\"yanked\":false}"
                            .formatted(time(i)));
        }
        return page.append("]}").toString();
    }

    private static String htmlPage(String name) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html><body>");
        for (int i = 0; i < FILES; i++) {
            page.append(
                    "<a href=\"%s#sha256=%064x\" data-upload-time=\"%s\" data-requires-python=\"&gt;=3.8\">%s</a><br/>\n"
                            .formatted(filename(name, i), i, time(i), filename(name, i)));
        }
        return page.append("</body></html>").toString();
    }

    private static String filename(String name, int i) {
        String base = name.replace('-', '_') + "-" + i / 3 + "." + i % 3;
        return i % 4 == 0 ? base + ".tar.gz" : base + "-py3-none-any.whl";
    }

    private static String time(int i) {
        return i < FILES - 20
                ? "2020-01-01T00:00:00.123456Z"
                : InstantSource.system().instant().toString();
    }

    /** A part of the training, with a folder of its own. */
    private interface Part {
        void run(Path data) throws IOException;
    }

    private static void quietly(Part part, Path data) throws IOException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            part.run(data);
        } finally {
            System.setOut(out);
        }
    }

    private static void commands(Path data) throws IOException {
        Main.execute("--version");
        Main.execute("--help");
        Main.execute("policy", "show");
        Main.execute("doctor", "--format", "json", "--help");
        Main.execute("check", "--help");
        TrainingFiles.inspect(Files.createDirectories(data.resolve("inspect")));
    }

    /** Requirements by the default pack, which need nothing of what reads TOML. */
    private static void plainCheck(Path folder) throws IOException {
        files(folder);
        for (String format : List.of("text", "json")) {
            check(folder, "requirements.txt", format);
        }
    }

    /** Checks locks of the usual kinds in every format: nobody waits gladly for a check of what they are about to install. */
    private static void check(Path folder) throws IOException {
        files(folder);
        Path policy = folder.resolve("policy.toml");
        for (String lock : List.of("requirements.txt", "poetry.lock", "uv.lock", "")) {
            for (String format : List.of("text", "json", "sarif", "cyclonedx", "junit", "markdown")) {
                check(folder, lock, format, "--policy", policy.toString());
            }
        }
    }

    private static void check(Path folder, String lock, String format, String... more) {
        List<String> words =
                new ArrayList<>(List.of("check", folder.resolve(lock).toString(), "--offline"));
        words.addAll(List.of(more));
        words.addAll(List.of("--advisories", folder.resolve("advisories").toString(), "--format", format));
        Main.execute(words.toArray(new String[0]));
    }

    private static void files(Path folder) throws IOException {
        Path advisories = Files.createDirectories(folder.resolve("advisories"));
        StringBuilder pins = new StringBuilder();
        StringBuilder poetry = new StringBuilder();
        StringBuilder uv = new StringBuilder("version = 1\nrevision = 3\nrequires-python = \">=3.8\"\n\n");
        for (int i = 0; i < PINS; i++) {
            String hash = "sha256:%064x".formatted(i);
            String file = "training_%d-1.%d-py3-none-any.whl".formatted(i, i);
            pins.append("training-%d==1.%d ; python_version >= \"3.8\" \\\n    --hash=%s\n".formatted(i, i, hash));
            poetry.append("""
                    [[package]]
                    name = "training-%d"
                    version = "1.%d"
                    optional = false
                    python-versions = ">=3.8"
                    groups = ["main"]
                    files = [
                        {file = "%s", hash = "%s"},
                    ]

                    """.formatted(i, i, file, hash));
            uv.append("""
                    [[package]]
                    name = "training-%d"
                    version = "1.%d"
                    source = { registry = "https://index.example/simple" }
                    wheels = [
                        { url = "https://files.example/%s", hash = "%s", size = 1000 },
                    ]

                    """.formatted(i, i, file, hash));
            if (i % 3 == 0) {
                Files.writeString(advisories.resolve("PYSEC-2020-" + i + ".json"), """
                        {"id": "PYSEC-2020-%d", "modified": "2026-01-01T00:00:00Z", "aliases": ["CVE-2020-%d"], "summary": "Training",
                         "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                         "affected": [{"package": {"ecosystem": "PyPI", "name": "training-%d"},
                          "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.%d"}]}]}]}
                        """.formatted(i, i, i, i));
            }
        }
        poetry.append("[metadata]\nlock-version = \"2.1\"\npython-versions = \">=3.8\"\ncontent-hash = \"00\"\n");
        Files.writeString(folder.resolve("requirements.txt"), pins);
        Files.writeString(folder.resolve("poetry.lock"), poetry);
        Files.writeString(folder.resolve("uv.lock"), uv);
        Files.writeString(folder.resolve("policy.toml"), """
                extends = "default"
                [rules.known-vulnerable]
                severity = "low"
                [[waiver]]
                rule = "known-vulnerable"
                project = "training-0"
                advisory = "CVE-2020-0"
                owner = "nobody"
                reason = "training"
                expires = 2199-01-01
                """);
    }

    private static void serve(Path data, String upstream, Map<String, byte[]> wheels) throws IOException {
        Logs.install(true, System.err);
        ConfigReader.Options options = new ConfigReader.Options(
                Optional.empty(), Map.of("data", data.toString(), "listen", "127.0.0.1:0", "upstream.url", upstream));
        try (WaagServer server = WaagServer.start(
                ConfigReader.read(options, Map.of()), () -> URI.create(upstream), Map.of(), InstantSource.system())) {
            Policy.warm();
            for (int i = 0; i < PROJECTS; i++) {
                pages(server.url(), (i % 2 == 0 ? "training-" : "html-training-") + i);
            }
            request(server.url(), "/simple/" + TrainingFiles.PROJECT + "/", "application/vnd.pypi.simple.v1+json");
            for (Map.Entry<String, byte[]> wheel : wheels.entrySet()) {
                String file = "/files/" + TrainingFiles.PROJECT + "/"
                        + Sha256.of(wheel.getValue()).hex().substring(0, 16) + "/" + wheel.getKey();
                request(server.url(), file + ".metadata", "*/*");
                if (!request(server.url(), file, "*/*").startsWith("HTTP/1.1 200 ")) {
                    throw new IOException(wheel.getKey() + " was not given out, so nothing was learned by it");
                }
            }
            for (String path : new String[] {"/health/ready", "/why/0", "/", "/ledger/checkpoint", "/ledger/vkey"}) {
                request(server.url(), path, "application/json");
                request(server.url(), path, "text/html");
            }
        }
    }

    private static void pages(URI server, String name) throws IOException {
        String page = "/simple/" + name + "/";
        for (int i = 0; i < 20; i++) {
            request(server, page, "application/vnd.pypi.simple.v1+json");
        }
        request(server, page, "text/html");
        String file = "/files/" + name + "/0000000000000000/" + filename(name, 1);
        request(server, file, "*/*");
        request(server, file + ".metadata", "*/*");
        request(server, "/files/" + name + "/0000000000000000/" + filename(name, 0), "*/*");
    }

    private static String request(URI server, String path, String accept) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept
                                    + "\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
