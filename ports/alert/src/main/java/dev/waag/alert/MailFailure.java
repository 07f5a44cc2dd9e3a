package dev.waag.alert;

import dev.waag.core.Causes;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Why a mail did not go, in three parts: what failed, the likely cause, what to do. */
final class MailFailure {
    private MailFailure() {}

    static Failure of(MailSettings settings, MessagingException e) {
        String said = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
        String server = settings.host() + ":" + settings.port();
        if (Causes.find(e, CertPathBuilderException.class) != null) {
            return refused(
                    server + " has a certificate that was issued by nobody who is trusted here, and got no mail",
                    "it comes from an authority of your own, or somebody stands in between",
                    "if it is your own authority, name its PEM file in SSL_CERT_FILE");
        }
        CertificateException other = Causes.find(e, CertificateException.class);
        if (other != null || said.contains("Server is not trusted")) {
            return refused(
                    server + " has a certificate for another name, and got no mail",
                    other == null ? said : String.valueOf(other.getMessage()),
                    "write in [alerts] smtp the name that is in its certificate");
        }
        if (said.contains("STARTTLS")) {
            return refused(
                    server + " offers no encryption (STARTTLS), and got no mail",
                    "it has none, or somebody between takes the offer out",
                    "write smtps://HOST in [alerts] smtp where it speaks TLS from the first byte");
        }
        if (e instanceof AuthenticationFailedException) {
            return refused(
                    server + " does not let " + settings.user().orElse("nobody") + " log in: " + said,
                    "the user or the password is wrong",
                    "check smtp-user and smtp-password in [alerts]");
        }
        if (Causes.find(e, SSLException.class) != null) {
            return new Failure(
                    parts(
                            server + " makes no secure connection: " + said,
                            "it speaks TLS only after STARTTLS, or another version of it",
                            "write smtp://HOST in [alerts] smtp for STARTTLS, smtps://HOST for TLS from the first byte"),
                    true);
        }
        boolean passing = passing(e);
        return new Failure(
                parts(
                        server + " did not take the mail: " + said,
                        passing
                                ? "it is not there, or has no time"
                                : "it takes no mail from this sender, or to a receiver",
                        passing ? "check that it runs" : "check mail-from and mail-to in [alerts]"),
                passing);
    }

    /** What another attempt does not mend. */
    private static Failure refused(String what, String cause, String remedy) {
        return new Failure(parts(what, cause, remedy), false);
    }

    private static String parts(String what, String cause, String remedy) {
        return what + "; cause: " + cause + "; to do: " + remedy;
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
}
