package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.Processes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Certificates cost a tenth of a second, which a program that speaks plain HTTP does not pay. */
class PlainFetchTest {
    private static final String READS_CERTIFICATES = "java.security.cert.CertificateFactory ";

    @Test
    void plainHttpReadsNoCertificates() throws Exception {
        try (SocketServer server = new SocketServer((r, c) -> c.ok("hello"))) {
            String classes = loadedClasses(server.uri("/"));
            assertThat(classes).contains("200 hello").doesNotContain(READS_CERTIFICATES);
        }
    }

    @Test
    void secureHttpWouldBeNoticed() throws Exception {
        assertThat(loadedClasses(URI.create("https://127.0.0.1:1/"))).contains(READS_CERTIFICATES);
    }

    private static String loadedClasses(URI uri) throws Exception {
        List<String> argv = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xlog:class+load",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                PlainFetchTest.class.getName(),
                uri.toString());
        Finished done =
                Processes.run(new Command(argv, Map.of(), Path.of("."), Duration.ofMinutes(2), 10 << 20), new byte[0]);
        return done.outText();
    }

    /** A program that fetches one page. */
    static void main(String[] arguments) throws Exception {
        URI uri = URI.create(arguments[0]);
        try (Fetcher fetcher = FetcherTest.fetcher(uri);
                Response response = fetcher.get(FetchRequest.of(uri, 1000))) {
            System.out.println(
                    response.status() + " " + new String(response.readAll(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
