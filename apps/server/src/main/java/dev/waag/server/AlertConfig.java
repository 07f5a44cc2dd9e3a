package dev.waag.server;

import dev.waag.alert.AlertSettings;
import dev.waag.alert.MailSettings;
import dev.waag.core.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Reads {@code [alerts]}. */
final class AlertConfig {
    private final ConfigValues values;

    AlertConfig(ConfigValues values) {
        this.values = values;
    }

    AlertSettings read() {
        Optional<URI> webhook = values.uri("alerts.webhook");
        Optional<String> secret = values.text("alerts.webhook-secret");
        Optional<String> badWebhook = webhook.flatMap(AlertSettings::fault);
        Optional<String> badSecret = secret.flatMap(AlertSettings::secretFault);
        badWebhook.ifPresent(f -> wrong("alerts.webhook", f));
        badSecret.ifPresent(f -> wrong("alerts.webhook-secret", f));
        Optional<MailSettings> mail = mail();
        return badWebhook.isPresent() || badSecret.isPresent()
                ? AlertSettings.NONE
                : AlertSettings.of(webhook, secret, mail);
    }

    private Optional<MailSettings> mail() {
        Optional<URI> server = values.text("alerts.smtp").flatMap(this::server);
        Optional<String> user = values.text("alerts.smtp-user");
        Optional<String> password = values.text("alerts.smtp-password");
        Optional<String> from = values.text("alerts.mail-from");
        List<String> to = values.list("alerts.mail-to");
        if (values.text("alerts.smtp").isEmpty()) {
            for (String key :
                    List.of("alerts.smtp-user", "alerts.smtp-password", "alerts.mail-from", "alerts.mail-to")) {
                if (values.has(key)) {
                    wrong(key, "'" + key + "' needs 'alerts.smtp', the server that takes the mail");
                }
            }
            return Optional.empty();
        }
        if (from.isEmpty() || to.isEmpty()) {
            wrong("alerts.smtp", "'alerts.smtp' needs 'alerts.mail-from' and 'alerts.mail-to'");
        }
        if (user.isPresent() != password.isPresent()) {
            wrong(
                    user.isPresent() ? "alerts.smtp-user" : "alerts.smtp-password",
                    "'alerts.smtp-user' and 'alerts.smtp-password' go together");
        }
        Optional<String> badFrom = from.flatMap(MailSettings::addressFault);
        badFrom.ifPresent(f -> wrong("alerts.mail-from", f));
        List<String> badTo =
                to.stream().flatMap(t -> MailSettings.addressFault(t).stream()).toList();
        badTo.forEach(f -> wrong("alerts.mail-to", f));
        boolean whole = server.isPresent()
                && from.isPresent()
                && !to.isEmpty()
                && user.isPresent() == password.isPresent()
                && badFrom.isEmpty()
                && badTo.isEmpty();
        return whole ? Optional.of(new MailSettings(server.get(), user, password, from.get(), to)) : Optional.empty();
    }

    private Optional<URI> server(String text) {
        try {
            URI server = new URI(text.strip());
            Optional<String> fault = MailSettings.fault(server);
            fault.ifPresent(f -> wrong("alerts.smtp", f));
            return fault.isEmpty() ? Optional.of(server) : Optional.empty();
        } catch (URISyntaxException e) {
            wrong("alerts.smtp", "'" + Secrets.mask(text) + "' is no mail server: write smtps://HOST[:PORT]");
            return Optional.empty();
        }
    }

    private void wrong(String key, String what) {
        values.wrong(values.placeOf(key), what);
    }
}
