package dev.waag.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a mail server that speaks SMTP. */
final class MailerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Alert ALERT = new Alert(
            "recall",
            NOW,
            "acme-app==1.1",
            "sue recalled acme-app==1.1\r\nBcc: all@acme.example",
            Map.of("reason", "it deletes files – all"));

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static AlertSettings settings(int port, String user, String password) {
        return new AlertSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new MailSettings(
                        URI.create("smtp://127.0.0.1:" + port),
                        Optional.of(user).filter(u -> !u.isEmpty()),
                        Optional.of(password).filter(p -> !p.isEmpty()),
                        "Waag <waag@acme.example>",
                        List.of("security@acme.example", "ops@acme.example"))),
                Duration.ofSeconds(5),
                3,
                Duration.ofMillis(1));
    }

    private static Delivery send(AlertSettings settings) {
        try (Alerts alerts = new Alerts(settings, Map.of(), InstantSource.fixed(NOW))) {
            return alerts.send(ALERT);
        }
    }

    @Test
    void eachReceiverGetsTheAlert() throws Exception {
        assertThat(send(settings(server.getSmtp().getPort(), "", ""))).isEqualTo(new Delivery.Delivered(1));
        MimeMessage[] got = server.getReceivedMessages();
        assertThat(got).hasSize(2);
        assertThat(got[0].getSubject()).startsWith("[waag] acme-app==1.1: sue recalled acme-app==1.1");
        assertThat(got[0].getHeader("Bcc"))
                .as("nothing in an alert becomes a header")
                .isNull();
        assertThat(got[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(got[0].getMessageID()).endsWith("@acme.example>");
        assertThat(String.valueOf(got[0].getContent()))
                .contains("kind: recall")
                .contains("reason: it deletes files – all")
                .contains("at: 2026-11-22T10:00:00Z");
    }

    @Test
    void itLogsInWhereAUserIsSet() {
        server.setUser("waag@acme.example", "waag", "a long word");
        int port = server.getSmtp().getPort();
        assertThat(send(settings(port, "waag", "a long word"))).isEqualTo(new Delivery.Delivered(1));
        assertThat(send(settings(port, "waag", "another word"))).isInstanceOfSatisfying(Delivery.Failed.class, f -> {
            assertThat(f.attempts()).as("a wrong password stays wrong").isEqualTo(1);
            assertThat(f.reason()).doesNotContain("another word");
        });
    }

    @Test
    void whatPassesIsTriedAgainAndWhatDoesNotIsNot() throws IOException {
        assertThat(attempts("421 too busy")).isEqualTo(3);
        assertThat(attempts("220 mail\r\n250 mail\r\n451 later")).isEqualTo(3);
        assertThat(attempts("220 mail\r\n250 mail\r\n550 we know no such sender"))
                .isEqualTo(1);
        int port = server.getSmtp().getPort();
        server.stop();
        assertThat(send(settings(port, "", "")))
                .isInstanceOfSatisfying(
                        Delivery.Failed.class, f -> assertThat(f.attempts()).isEqualTo(3));
    }

    /** How often a server is asked that answers each line of a client with the next of its replies. */
    private static int attempts(String replies) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = Thread.ofVirtual().start(() -> {
                while (true) {
                    try (Socket client = listening.accept()) {
                        connections.incrementAndGet();
                        for (String reply : replies.split("\r\n")) {
                            client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
                            line(client.getInputStream());
                        }
                    } catch (IOException e) {
                        if (listening.isClosed()) {
                            return;
                        }
                    }
                }
            });
            Delivery delivery = send(settings(listening.getLocalPort(), "", ""));
            assertThat(delivery).isInstanceOf(Delivery.Failed.class);
            listening.close();
            thread.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return connections.get();
    }

    private static void line(InputStream in) throws IOException {
        int c = in.read();
        while (c >= 0 && c != '\n') {
            c = in.read();
        }
    }

    @Test
    void toAnotherMachineNothingGoesInTheClear() {
        for (String bad :
                List.of("http://mail.example", "smtp:mail.example", "smtp://user:word@mail.example", "smtp://a/b")) {
            assertThat(MailSettings.fault(URI.create(bad))).as(bad).isPresent();
        }
        assertThat(MailSettings.fault(URI.create("smtps://mail.example"))).isEmpty();
        assertThat(MailSettings.addressFault("security@acme.example")).isEmpty();
        for (String bad : List.of("security", "a@b, c@d", "a@b\nBcc: c@d", "")) {
            assertThat(MailSettings.addressFault(bad)).as(bad).isPresent();
        }
    }
}
