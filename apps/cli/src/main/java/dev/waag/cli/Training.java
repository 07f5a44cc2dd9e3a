package dev.waag.cli;

import com.sun.net.httpserver.HttpServer;
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
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The run by which the build trains the JVM's ahead-of-time cache: what every start and every command's beginning does, against an index of
 * its own on a loopback address.
 */
final class Training {
    private static final String PAGE = """
            {"meta":{"api-version":"1.4"},"name":"training","versions":["1.0"],"files":[{"filename":"training-1.0-py3-none-any.whl",
            "url":"training-1.0-py3-none-any.whl","hashes":{"sha256":"%064d"},"size":10,"upload-time":"2020-01-01T00:00:00Z","yanked":false}]}
            """.formatted(0);

    private Training() {}

    public static void main(String[] args) throws IOException {
        Path data = Files.createTempDirectory("waag-training-");
        HttpServer index = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        index.createContext("/", exchange -> {
            byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.pypi.simple.v1+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        index.start();
        try {
            commands();
            serve(data, "http://127.0.0.1:" + index.getAddress().getPort() + "/simple/");
        } finally {
            index.stop(0);
            remove(data);
        }
    }

    private static void commands() {
        PrintStream out = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            Main.execute("--version");
            Main.execute("--help");
            Main.execute("policy", "show");
            Main.execute("doctor", "--format", "json", "--help");
        } finally {
            System.setOut(out);
        }
    }

    private static void serve(Path data, String upstream) throws IOException {
        Logs.install(true, System.err);
        ConfigReader.Options options = new ConfigReader.Options(
                Optional.empty(), Map.of("data", data.toString(), "listen", "127.0.0.1:0", "upstream.url", upstream));
        try (WaagServer server = WaagServer.start(
                ConfigReader.read(options, Map.of()), () -> URI.create(upstream), Map.of(), InstantSource.system())) {
            Policy.warm();
            for (String path : new String[] {
                "/health/ready",
                "/simple/training/",
                "/simple/training/",
                "/files/training/0000000000000000/training-1.0-py3-none-any.whl.metadata",
                "/why/0",
                "/",
                "/ledger/checkpoint"
            }) {
                request(server.url(), path, "application/vnd.pypi.simple.v1+json");
                request(server.url(), path, "text/html");
            }
        }
    }

    private static void request(URI server, String path, String accept) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept
                                    + "\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
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
