package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.fetch.SocketServer.Script;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.Processes;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secure servers with certificates of a private authority, directly and through a proxy. */
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static Path pem = Path.of("unset");

    @BeforeAll
    static void makeCertificates() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Private",
                "-validity",
                "30",
                "-ext",
                "san=dns:index.example,ip:127.0.0.1",
                "-keystore",
                "server.p12");
        keytool("-exportcert", "-rfc", "-alias", "server", "-file", "server.pem", "-keystore", "server.p12");
        pem = folder.resolve("server.pem");
    }

    @Test
    void aPrivateAuthorityIsTrustedByAnyOfTheVariables() throws Exception {
        Path hashed = Files.createDirectories(folder.resolve("certs"));
        Files.copy(pem, hashed.resolve("0123abcd.0"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (SocketServer server = secure((r, c) -> c.ok("over TLS"))) {
            for (String variable :
                    List.of("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT", "SSL_CERT_DIR")) {
                String value = variable.equals("SSL_CERT_DIR") ? "/nowhere:" + hashed : pem.toString();
                try (Fetcher fetcher = fetcher(Map.of(variable, value), server)) {
                    assertThat(FetcherTest.read(fetcher, FetchRequest.of(server.uri("/"), 100)))
                            .as(variable)
                            .isEqualTo("over TLS");
                }
            }
            assertThat(server.requests().getFirst().header("upgrade")).isEmpty();
        }
    }

    @Test
    void nobodyElseIsTrustedAndTheMessageSaysWhatToDo() throws Exception {
        try (SocketServer server = secure((r, c) -> c.ok("x"));
                Fetcher without = fetcher(Map.of(), server);
                Fetcher broken = fetcher(Map.of("SSL_CERT_FILE", "/nowhere.pem"), server);
                Fetcher fetcher = fetcher(Map.of("SSL_CERT_FILE", pem.toString()), server)) {
            FetchRequest request = FetchRequest.of(server.uri("/"), 100);
            assertThatExceptionOfType(FetchException.Tls.class)
                    .isThrownBy(() -> without.get(request))
                    .withMessageContaining("SSL_CERT_FILE")
                    .withMessageContaining("issued by nobody who is trusted here");
            assertThatExceptionOfType(FetchException.Tls.class)
                    .isThrownBy(() -> broken.get(request))
                    .withMessageContaining("/nowhere.pem");
            assertThatExceptionOfType(FetchException.Tls.class)
                    .as("another name than the certificate's")
                    .isThrownBy(() -> fetcher.get(FetchRequest.of(server.uri("localhost", "/"), 100)))
                    .withMessageContaining("localhost");
        }
    }

    @Test
    void whatIsNoTlsIsSaidToBeSo() throws Exception {
        Duration brief = Duration.ofMillis(500);
        FetchLimits limits = FetchLimits.DEFAULT.withTimes(brief, brief, brief, brief);
        try (SocketServer server = new SocketServer((r, c) -> false);
                Fetcher fetcher = new Fetcher(FetcherTest.settings(limits).withUpstreams(List.of(server.uri("/"))))) {
            URI uri = URI.create("https://127.0.0.1:" + server.port() + "/");
            assertThatExceptionOfType(FetchException.class).isThrownBy(() -> fetcher.get(FetchRequest.of(uri, 100)));
        }
    }

    @Test
    void aProxyTunnelsAndItsPasswordStaysWithIt() throws Exception {
        try (SocketServer server = secure((r, c) -> c.ok("proxy-authorization:" + r.header("proxy-authorization")));
                SocketServer proxy = new SocketServer(tunnelTo(server.port()));
                Fetcher fetcher = proxied("http://us%40er:pass@127.0.0.1:" + proxy.port(), server)) {
            URI uri = URI.create("https://index.example/simple/");
            assertThat(FetcherTest.read(fetcher, FetchRequest.of(uri, 100))).isEqualTo("proxy-authorization:");
            assertThat(proxy.requests().getFirst().line()).isEqualTo("CONNECT index.example:443 HTTP/1.1");
            assertThat(proxy.requests().getFirst().header("proxy-authorization"))
                    .isEqualTo(Credentials.basic("us@er:pass"));
            assertThat(proxy.requests().getFirst().header("authorization")).isEmpty();
        }
    }

    @Test
    void aProxyThatRefusesIsNamed() throws Exception {
        for (String status : List.of("407 Proxy Authentication Required", "403 Forbidden")) {
            Script refusal = (r, c) -> {
                c.write("HTTP/1.1 " + status
                        + "\r\nContent-Length: 0\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n");
                return false;
            };
            try (SocketServer server = secure((r, c) -> c.ok("x"));
                    SocketServer proxy = new SocketServer(refusal);
                    Fetcher fetcher = proxied("http://u:secret@127.0.0.1:" + proxy.port(), server)) {
                assertThatExceptionOfType(FetchException.Unreachable.class)
                        .isThrownBy(() -> fetcher.get(FetchRequest.of(URI.create("https://index.example/"), 100)))
                        .withMessageContaining("the proxy 127.0.0.1:" + proxy.port())
                        .withMessageNotContaining("secret");
            }
        }
    }

    @Test
    void plainHttpGoesThroughAProxyWhole() throws Exception {
        try (SocketServer proxy = new SocketServer((r, c) -> c.ok("by proxy " + r.header("proxy-authorization")));
                Fetcher fetcher = new Fetcher(FetchSettings.fromEnvironment(
                        Map.of("http_proxy", "http://u:p@127.0.0.1:" + proxy.port(), "no_proxy", "files.example"),
                        List.of(),
                        FetchLimits.DEFAULT))) {
            String body = FetcherTest.read(fetcher, FetchRequest.of(URI.create("http://index.example/simple/"), 100));
            assertThat(body).isEqualTo("by proxy " + Credentials.basic("u:p"));
            assertThat(proxy.requests().getFirst().line()).isEqualTo("GET http://index.example/simple/ HTTP/1.1");
        }
    }

    @Test
    void aClientCertificateIsShown() throws Exception {
        KeyStore keys = KeyStore.getInstance(folder.resolve("server.p12").toFile(), PASSWORD.toCharArray());
        String key = java.util.Base64.getMimeEncoder()
                .encodeToString(keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        Path client = folder.resolve("client.pem");
        Files.writeString(
                client,
                Files.readString(pem) + "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        SSLServerSocket socket = serverSocket();
        socket.setNeedClientAuth(true);
        try (SocketServer server = new SocketServer(socket, (r, c) -> c.ok("known"), true);
                Fetcher fetcher =
                        fetcher(Map.of("SSL_CERT_FILE", pem.toString(), "PIP_CLIENT_CERT", client.toString()), server);
                Fetcher without = fetcher(Map.of("SSL_CERT_FILE", pem.toString()), server)) {
            assertThat(FetcherTest.read(fetcher, FetchRequest.of(server.uri("/"), 100)))
                    .isEqualTo("known");
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> without.get(FetchRequest.of(server.uri("/"), 100)));
        }
    }

    @Test
    void theMachinesOwnCertificatesAreTrustedEachOnce() throws Exception {
        TrustStore store = TrustStore.load(List.of());
        assertThat(store.keys().size()).isGreaterThan(50);
        int all = store.keys().size();
        TrustStore more = TrustStore.load(List.of(
                new FetchSettings.Authority("SSL_CERT_FILE", pem),
                new FetchSettings.Authority("PIP_CERT", pem),
                new FetchSettings.Authority("SSL_CERT_DIR", folder)));
        assertThat(more.keys().size()).isEqualTo(all + 1);
        Path empty = Files.writeString(
                folder.resolve("empty.txt"), "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n");
        assertThat(TrustStore.load(List.of(new FetchSettings.Authority("PIP_CERT", empty)))
                        .problems())
                .hasSize(1);
    }

    private static Fetcher fetcher(Map<String, String> environment, SocketServer server) {
        return new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(server.uri("/"))));
    }

    private static Fetcher proxied(String proxy, SocketServer server) {
        return fetcher(Map.of("SSL_CERT_FILE", pem.toString(), "HTTPS_PROXY", proxy), server);
    }

    /** Connects whatever name it is asked for to a port of this machine. */
    private static Script tunnelTo(int port) {
        return (r, c) -> {
            try (Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
                c.write("HTTP/1.1 200 Connection established\r\n\r\n");
                Thread back = Thread.ofVirtual().start(() -> pump(to, c.out()));
                c.in().transferTo(to.getOutputStream());
                to.shutdownOutput();
                back.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
    }

    private static void pump(Socket from, OutputStream to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to);
        } catch (java.io.IOException e) {
            return; // one side hung up
        }
    }

    private static SocketServer secure(Script script) throws Exception {
        return new SocketServer(serverSocket(), script, true);
    }

    private static SSLServerSocket serverSocket() throws Exception {
        KeyStore keys = KeyStore.getInstance(folder.resolve("server.p12").toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    private static void keytool(String... arguments) throws Exception {
        Path tool = Path.of(System.getProperty("java.home", ""), "bin", "keytool");
        List<String> argv = Stream.concat(
                        Stream.of(tool.toString()),
                        Stream.concat(Stream.of(arguments), Stream.of("-storepass", PASSWORD, "-storetype", "PKCS12")))
                .toList();
        Finished done =
                Processes.run(new Command(argv, Map.of(), folder, Duration.ofSeconds(60), 100_000), new byte[0]);
        assertThat(done.exit()).as(done.outText() + done.errText()).isZero();
    }
}
