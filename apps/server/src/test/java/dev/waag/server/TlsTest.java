package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest extends ServerCase {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path pems;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Pems first;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Pems second;

    private Path certificate = Path.of("");
    private Path key = Path.of("");

    @BeforeAll
    static void make() throws Exception {
        first = Pems.make(pems, "first.example");
        second = Pems.make(pems, "second.example");
    }

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(Wheels.wheel("kaas", "1.0"));
    }

    @BeforeEach
    void secure() throws IOException {
        certificate = Files.writeString(root.resolve("server.pem"), first.certificatePem());
        key = Files.writeString(root.resolve("server.key"), first.keyPem());
        restart("tls.certificate", certificate.toString(), "tls.key", key.toString());
    }

    private SSLSocket connect(String... protocols) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("first", first.certificate());
            trusted.setCertificateEntry("second", second.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(InetAddress.ofLiteral("127.0.0.1"), server.port());
            socket.setSoTimeout(20_000);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Certificate shown() throws IOException {
        try (SSLSocket socket = connect()) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void pagesComeOverTlsWithLinksOfItsOwn() throws Exception {
        assertThat(server.url().getScheme()).isEqualTo("https");
        try (SSLSocket socket = connect()) {
            Answer answer = TestServer.exchange(
                    socket, "GET / HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nConnection: close\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("https://localhost:" + server.port() + "/simple/");
        }
        try (SSLSocket socket = connect("TLSv1.2")) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void plainHttpIsNotAnsweredThere() throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(20_000);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> TestServer.exchange(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        }
    }

    @Test
    void changedFilesAreTakenUpAlsoWhenTheyChangeOneAfterTheOther() throws Exception {
        assertThat(shown()).isEqualTo(first.certificate());
        try (SSLSocket open = connect()) {
            Files.writeString(certificate, second.certificatePem()); // which the key does not fit
            assertThat(shown()).isEqualTo(first.certificate());
            Files.writeString(key, second.keyPem());
            eventually(() -> shown().equals(second.certificate()));
            assertThat(TestServer.exchange(
                                    open, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .status())
                    .as("a connection that was open goes on")
                    .isEqualTo(200);
        }
    }

    @Test
    void aChangeThatCannotBeUsedLeavesTheRunningPair() throws Exception {
        server.close();
        TlsFiles files = TlsFiles.load(new ServerConfig.Tls(certificate, key));
        files.factory().start();
        for (String[] pair : new String[][] {
            {"nonsense", first.keyPem()},
            {first.certificatePem(), "nonsense"},
            {first.certificatePem(), second.keyPem()},
            {"", ""}
        }) {
            Files.writeString(certificate, pair[0]);
            Files.writeString(key, pair[1]);
            assertThatExceptionOfType(UserException.class).isThrownBy(files::look);
            assertThat(files.factory().getKeyStore().getCertificate("tls")).isEqualTo(first.certificate());
            assertThat(files.factory().newSSLEngine().getSupportedProtocols()).isNotEmpty();
        }
        Files.writeString(certificate, second.certificatePem());
        Files.writeString(key, second.keyPem());
        files.look();
        assertThat(files.factory().getKeyStore().getCertificate("tls")).isEqualTo(second.certificate());
        files.factory().stop();
        files.close();
    }

    @Test
    void aPairThatDoesNotFitEndsTheStart() throws Exception {
        Files.writeString(key, second.keyPem());
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> restart("tls.certificate", certificate.toString(), "tls.key", key.toString()))
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.USAGE));
    }
}
