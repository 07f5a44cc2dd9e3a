package dev.waag.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail goes encrypted or not at all, to the server that is meant: with real TLS, certificates and authorities. */
final class MailTlsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Alert ALERT = new Alert("recall", NOW, "acme-app==1.1", "sue recalled it", Map.of());
    private static final String PASSWORD = "changeit";
    /** This machine, by a name that is not taken for it: there nothing goes in the clear. */
    private static final String ELSEWHERE = "[::ffff:127.0.0.1]";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @BeforeAll
    static void certificates() throws Exception {
        keytool("-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=Test authority", "-ext", "bc:c");
        keytool("-exportcert", "-rfc", "-alias", "authority", "-file", "authority.pem");
        issue("right", "san=ip:127.0.0.1,dns:localhost");
        issue("other", "san=dns:mail.example");
        keytool("-genkeypair", "-alias", "stranger", "-keyalg", "EC", "-dname", "CN=x", "-ext", "san=ip:127.0.0.1");
    }

    private static void issue(String alias, String names) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-ext",
                names,
                "-signer",
                "authority");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString());
        argv.addAll(List.of(arguments));
        argv.addAll(List.of("-keystore", "keys.p12", "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process made = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
    }

    private static MailServer server(MailServer.Mode mode, String alias) throws Exception {
        KeyStore all = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new MailServer(context, mode);
    }

    private static Delivery send(String scheme, String host, MailServer server, boolean trusting) {
        AlertSettings settings = new AlertSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new MailSettings(
                        URI.create(scheme + "://" + host + ":" + server.port()),
                        Optional.of("waag"),
                        Optional.of("a long word"),
                        "waag@acme.example",
                        List.of("ops@acme.example"))),
                Duration.ofSeconds(10),
                2,
                Duration.ofMillis(1));
        Map<String, String> environment = trusting
                ? Map.of("SSL_CERT_FILE", folder.resolve("authority.pem").toString())
                : Map.of();
        try (Alerts alerts = new Alerts(settings, environment, InstantSource.fixed(NOW))) {
            return alerts.send(ALERT);
        }
    }

    /** Refused at the first attempt with these words, and nothing of the mail or the password was sent. */
    private static void refused(Delivery delivery, MailServer server, String... words) {
        assertThat(delivery).isInstanceOfSatisfying(Delivery.Failed.class, f -> {
            assertThat(f.reason()).contains(words).contains("got no mail", "; cause: ", "; to do: ");
            assertThat(f.attempts()).isEqualTo(1);
        });
        assertThat(server.clear())
                .allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS") || line.equals("QUIT"));
        assertThat(server.secret()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }

    @Test
    void smtpsDeliversToAServerOfATrustedAuthority() throws Exception {
        try (MailServer server = server(MailServer.Mode.TLS, "right")) {
            assertThat(send("smtps", "127.0.0.1", server, true)).isEqualTo(new Delivery.Delivered(1));
            assertThat(server.clear()).isEmpty();
            assertThat(server.secret()).contains("Subject: [waag] acme-app==1.1: sue recalled it");
        }
    }

    @Test
    void afterStarttlsItLogsInAndDelivers() throws Exception {
        try (MailServer server = server(MailServer.Mode.STARTTLS, "right")) {
            assertThat(send("smtp", ELSEWHERE, server, true)).isEqualTo(new Delivery.Delivered(1));
            assertThat(server.clear()).hasSize(2).contains("STARTTLS");
            assertThat(server.secret())
                    .anyMatch(line -> line.startsWith("AUTH PLAIN"))
                    .contains("Subject: [waag] acme-app==1.1: sue recalled it");
        }
    }

    @Test
    void aStrippedOfferIsRefused() throws Exception {
        try (MailServer server = server(MailServer.Mode.STRIPPED, "right")) {
            refused(send("smtp", ELSEWHERE, server, true), server, "offers no encryption (STARTTLS)", "smtps://");
        }
    }

    @Test
    void anOfferThatIsTakenBackIsRefused() throws Exception {
        try (MailServer server = server(MailServer.Mode.REFUSED, "right")) {
            assertThat(send("smtp", ELSEWHERE, server, true))
                    .isInstanceOfSatisfying(
                            Delivery.Failed.class,
                            f -> assertThat(f.attempts())
                                    .as("454 may pass (RFC 3207, section 4)")
                                    .isEqualTo(2));
            assertThat(server.clear())
                    .contains("STARTTLS")
                    .noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() throws Exception {
        for (MailServer.Mode mode : List.of(MailServer.Mode.TLS, MailServer.Mode.STARTTLS)) {
            try (MailServer server = server(mode, "other")) {
                String scheme = mode == MailServer.Mode.TLS ? "smtps" : "smtp";
                refused(send(scheme, ELSEWHERE, server, true), server, "a certificate for another name");
            }
        }
    }

    @Test
    void aCertificateOfNobodyWhoIsTrustedIsRefused() throws Exception {
        for (String alias : List.of("stranger", "right")) {
            try (MailServer server = server(MailServer.Mode.TLS, alias)) {
                refused(
                        send("smtps", "127.0.0.1", server, alias.equals("stranger")),
                        server,
                        "issued by nobody who is trusted here",
                        "SSL_CERT_FILE");
            }
        }
    }

    @Test
    void smtpsToAServerThatSpeaksNoTlsIsRefused() throws Exception {
        try (MailServer server = server(MailServer.Mode.STARTTLS, "right")) {
            assertThat(send("smtps", "127.0.0.1", server, true))
                    .isInstanceOfSatisfying(
                            Delivery.Failed.class,
                            f -> assertThat(f.reason()).contains("makes no secure connection", "smtp://HOST"));
            assertThat(server.clear()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }
}
