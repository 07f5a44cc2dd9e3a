package dev.waag.alert;

import dev.waag.core.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where alerts go.
 *
 * @param webhook https, or http on a loopback address; empty: nowhere
 * @param secret what the requests are signed with; never printed
 * @param mail as e-mail too; empty: not so
 * @param timeout of one attempt
 * @param attempts at most, the first included
 * @param pause before the second attempt; each further one is four times as long
 */
public record AlertSettings(
        Optional<URI> webhook,
        Optional<String> secret,
        Optional<MailSettings> mail,
        Duration timeout,
        int attempts,
        Duration pause) {
    /** Nobody is told. */
    public static final AlertSettings NONE = of(Optional.empty(), Optional.empty(), Optional.empty());

    public AlertSettings {
        if (!timeout.isPositive() || attempts < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("limits of alerts are positive");
        }
        webhook.flatMap(AlertSettings::fault).ifPresent(f -> {
            throw new IllegalArgumentException(f);
        });
        secret.flatMap(WebhookSecret::fault).ifPresent(f -> {
            throw new IllegalArgumentException(f);
        });
    }

    /** With 5 s an attempt, three attempts, and half a second before the second. */
    public static AlertSettings of(Optional<URI> webhook, Optional<String> secret, Optional<MailSettings> mail) {
        return new AlertSettings(webhook, secret, mail, Duration.ofSeconds(5), 3, Duration.ofMillis(500));
    }

    /** What is wrong with a webhook's address; empty where it may be used. */
    public static Optional<String> fault(URI webhook) {
        String scheme = webhook.getScheme() == null ? "" : webhook.getScheme().toLowerCase(Locale.ROOT);
        String host = webhook.getHost() == null ? "" : webhook.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("'" + Secrets.mask(webhook.toString()) + "' is no http or https URL");
        }
        if (scheme.equals("http") && !isLoopback(host)) {
            return Optional.of("'" + Secrets.mask(webhook.toString())
                    + "' would send alerts in the clear: https, or http on a loopback address only");
        }
        return Optional.empty();
    }

    /** What is wrong with a secret; empty where it may be used. The secret is not shown. */
    public static Optional<String> secretFault(String secret) {
        return WebhookSecret.fault(secret);
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    @Override
    public String toString() {
        return "AlertSettings[" + webhook.map(w -> Secrets.mask(w.toString())).orElse("none")
                + (secret.isPresent() ? ", signed with " + Secrets.MASK : "")
                + mail.map(m -> ", " + m).orElse("") + "]";
    }
}
