package dev.waag.alert;

import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends alerts as e-mail (RFC 5321, 5322): plain text, and said to come from a program (RFC 3834). */
final class Mailer implements Sender {
    private final MailSettings settings;
    private final Duration timeout;
    private final Map<String, String> environment;
    private @Nullable Session session;

    /** @param environment says whose certificates are trusted */
    Mailer(MailSettings settings, Duration timeout, Map<String, String> environment) {
        this.settings = settings;
        this.timeout = timeout;
        this.environment = Map.copyOf(environment);
    }

    /** Made with the first mail: reading all trusted certificates takes a while. */
    private synchronized Session session() {
        Session made = session == null ? make() : session;
        session = made;
        return made;
    }

    private Session make() {
        String protocol = settings.tlsAtOnce() ? "smtps" : "smtp";
        boolean clear = AlertSettings.isLoopback(settings.host());
        String millis = Long.toString(timeout.toMillis());
        Properties p = new Properties();
        p.setProperty("mail.transport.protocol", protocol);
        set(p, protocol, "host", settings.host());
        set(p, protocol, "port", Integer.toString(settings.port()));
        set(p, protocol, "auth", Boolean.toString(settings.user().isPresent()));
        set(p, protocol, "connectiontimeout", millis);
        set(p, protocol, "timeout", millis);
        set(p, protocol, "writetimeout", millis);
        set(p, protocol, "ssl.checkserveridentity", "true");
        set(p, protocol, "starttls.enable", "true");
        set(p, protocol, "starttls.required", Boolean.toString(!settings.tlsAtOnce() && !clear));
        // for smtps and for STARTTLS; a refused server is not tried again with what the platform trusts
        set(p, protocol, "socketFactory.fallback", "false");
        p.put(
                "mail." + protocol + ".ssl.socketFactory",
                FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT)
                        .trust()
                        .getSocketFactory());
        return Session.getInstance(p);
    }

    private static void set(Properties p, String protocol, String key, String value) {
        p.setProperty("mail." + protocol + "." + key, value);
    }

    @Override
    public Optional<Failure> attempt(String id, Alert alert) {
        Session mail = session();
        try (Transport transport = mail.getTransport()) {
            MimeMessage message = message(mail, id, alert);
            transport.connect(settings.user().orElse(null), settings.password().orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
            return Optional.empty();
        } catch (MessagingException e) {
            return Optional.of(MailFailure.of(settings, e));
        }
    }

    private MimeMessage message(Session session, String id, Alert alert) throws MessagingException {
        String from = new InternetAddress(settings.from()).getAddress();
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                // the same in each attempt, so that a second copy can be told
                setHeader("Message-ID", "<" + id + from.substring(from.lastIndexOf('@')) + ">");
            }
        };
        message.setFrom(new InternetAddress(settings.from()));
        for (String to : settings.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        message.setSubject(
                line("[waag] " + alert.subject() + ": " + alert.message(), 200), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(alert.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        StringBuilder text = new StringBuilder(alert.message()).append("\n\n");
        text.append("kind: ").append(alert.kind()).append("\nabout: ").append(line(alert.subject(), 2000));
        text.append("\nat: ").append(alert.at()).append('\n');
        alert.details()
                .forEach((name, value) -> text.append(name)
                        .append(": ")
                        .append(line(value, 20_000))
                        .append('\n'));
        message.setText(text.toString(), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    private static String line(String text, int longest) {
        String one = text.replaceAll("\\p{Cntrl}+", " ");
        return one.length() > longest ? one.substring(0, longest) + "…" : one;
    }

    @Override
    public void close() {
        // each mail has a connection of its own
    }
}
