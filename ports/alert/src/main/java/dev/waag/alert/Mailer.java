package dev.waag.alert;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Sends alerts as e-mail (RFC 5321, 5322): plain text, and said to come from a program (RFC 3834). */
final class Mailer implements Sender {
    private final MailSettings settings;
    private final Session session;

    Mailer(MailSettings settings, Duration timeout) {
        this.settings = settings;
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
        this.session = Session.getInstance(p);
    }

    private static void set(Properties p, String protocol, String key, String value) {
        p.setProperty("mail." + protocol + "." + key, value);
    }

    @Override
    public Optional<Failure> attempt(String id, Alert alert) {
        try (Transport transport = session.getTransport()) {
            MimeMessage message = message(id, alert);
            transport.connect(settings.user().orElse(null), settings.password().orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
            return Optional.empty();
        } catch (MessagingException e) {
            return Optional.of(new Failure(
                    settings.host() + " did not take the mail: "
                            + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " "),
                    passing(e)));
        }
    }

    /** Replies of 5xx are the server's last word (RFC 5321 section 4.2.1); of several, that on the mail itself or one receiver's. */
    private static boolean passing(MessagingException e) {
        if (e instanceof AuthenticationFailedException) {
            return false;
        }
        for (Exception cause = e; cause instanceof MessagingException m; cause = m.getNextException()) {
            int code = switch (cause) {
                case SMTPSendFailedException f -> f.getReturnCode();
                case SMTPAddressFailedException f -> f.getReturnCode();
                case SMTPSenderFailedException f -> f.getReturnCode();
                default -> 0;
            };
            if (code >= 500) {
                return false;
            }
        }
        return !(e instanceof SendFailedException f && f.getInvalidAddresses() != null && f.getNextException() == null);
    }

    private MimeMessage message(String id, Alert alert) throws MessagingException {
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
