package dev.waag.alert;

import dev.waag.core.Secrets;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where alerts go as e-mail.
 *
 * @param server {@code smtps://HOST[:465]} (TLS from the first byte) or {@code smtp://HOST[:587]} (STARTTLS, without which nothing is sent but
 *     to a loopback address)
 * @param user whom to log in as; empty: nobody
 * @param password of the user; never printed
 * @param from the sender's address
 * @param to the receivers' addresses, at least one
 */
public record MailSettings(URI server, Optional<String> user, Optional<String> password, String from, List<String> to) {
    public MailSettings {
        to = List.copyOf(to);
        fault(server).ifPresent(f -> {
            throw new IllegalArgumentException(f);
        });
        if (to.isEmpty() || user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("mail needs a receiver, and a user's password");
        }
    }

    /** What is wrong with a server's address; empty where it may be used. */
    public static Optional<String> fault(URI server) {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        boolean right = (scheme.equals("smtp") || scheme.equals("smtps"))
                && server.getHost() != null
                && server.getUserInfo() == null
                && (server.getPath() == null || server.getPath().matches("/?"));
        return right
                ? Optional.empty()
                : Optional.of("'" + Secrets.mask(server.toString())
                        + "' is no mail server: write smtps://HOST[:PORT], or smtp://HOST[:PORT]");
    }

    /** What is wrong with an address; empty where mail can be sent to it or from it. */
    public static Optional<String> addressFault(String address) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(address, true);
            if (parsed.length == 1 && parsed[0].getAddress().contains("@")) {
                parsed[0].validate();
                return Optional.empty();
            }
            return Optional.of("'" + address + "' is no e-mail address such as security@acme.example");
        } catch (AddressException e) {
            return Optional.of("'" + address + "' is no e-mail address: " + e.getMessage());
        }
    }

    boolean tlsAtOnce() {
        return "smtps".equalsIgnoreCase(server.getScheme());
    }

    int port() {
        return server.getPort() >= 0 ? server.getPort() : tlsAtOnce() ? 465 : 587;
    }

    String host() {
        return String.valueOf(server.getHost()).replaceAll("[\\[\\]]", "");
    }

    @Override
    public String toString() {
        return "MailSettings[" + server + " from " + from + " to " + to + "]";
    }
}
