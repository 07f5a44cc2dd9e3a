package dev.waag.alert;

import dev.waag.core.Secrets;
import dev.waag.fetch.FetchSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends alerts to the configured webhook, in the form that the package describes, and as e-mail. Safe for many threads; closing lets go of the
 * connections, and of what is still being sent.
 */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final AlertSettings settings;
    private final List<Sender> senders = new ArrayList<>();

    /**
     * Costs nothing until the first alert.
     *
     * @param environment for proxies of the webhook and for whose certificates are trusted, as {@link FetchSettings#fromEnvironment} reads it
     */
    public Alerts(AlertSettings settings, Map<String, String> environment, InstantSource clock) {
        this.settings = settings;
        settings.webhook()
                .map(w -> new Webhook(
                        w, settings.secret().map(WebhookSecret::new), settings.timeout(), environment, clock))
                .ifPresent(senders::add);
        settings.mail().map(m -> new Mailer(m, settings.timeout(), environment)).ifPresent(senders::add);
    }

    /** Whether anybody is told at all. */
    public boolean configured() {
        return !senders.isEmpty();
    }

    /**
     * Sends one on every way, and waits until it arrived or no attempt is left: failed where it did on one of them. Never throws; an interrupt ends the
     * attempts and stays set.
     */
    public Delivery send(Alert alert) {
        if (senders.isEmpty()) {
            return new Delivery.NobodyToTell();
        }
        String id = UUID.randomUUID().toString();
        int most = 0;
        List<String> reasons = new ArrayList<>();
        for (Sender sender : senders) {
            switch (send(sender, id, alert)) {
                case Delivery.Failed f -> {
                    reasons.add(f.reason());
                    most = Math.max(most, f.attempts());
                }
                case Delivery.Delivered d -> most = Math.max(most, d.attempts());
                case Delivery.NobodyToTell nobody -> {}
            }
        }
        return reasons.isEmpty() ? new Delivery.Delivered(most) : new Delivery.Failed(most, String.join("; ", reasons));
    }

    private Delivery send(Sender sender, String id, Alert alert) {
        Duration pause = settings.pause();
        for (int attempt = 1; ; attempt++) {
            Optional<Failure> failure = sender.attempt(id, alert);
            if (failure.isEmpty()) {
                return new Delivery.Delivered(attempt);
            }
            if (attempt == settings.attempts() || !failure.get().passing() || !paused(pause)) {
                String reason = Secrets.mask(failure.get().reason());
                LOG.warn("the alert '{}' about {} did not arrive: {}", alert.kind(), alert.subject(), reason);
                return new Delivery.Failed(attempt, reason);
            }
            pause = pause.multipliedBy(4);
        }
    }

    /** Sends one while the caller goes on; what fails is in the log. */
    public void sendLater(Alert alert) {
        if (configured()) {
            Thread.ofVirtual().name("alert").start(() -> send(alert));
        }
    }

    @Override
    public void close() {
        senders.forEach(Sender::close);
    }

    private static boolean paused(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
