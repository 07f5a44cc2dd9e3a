package dev.waag.server;

import dev.waag.keys.KeyService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after keys whose end is near: at start and every six hours; the log and the ledger are told, and the trust root is renewed. */
final class KeyCare implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCare.class);
    private static final long HOURS = 6;

    private final KeyService keys;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("key-care").daemon(true).factory());

    private KeyCare(KeyService keys) {
        this.keys = keys;
    }

    static KeyCare start(KeyService keys) {
        KeyCare care = new KeyCare(keys);
        care.look();
        // look() never throws, so that nobody need ask what became of it
        var _ = care.timer.scheduleAtFixedRate(care::look, HOURS, HOURS, TimeUnit.HOURS);
        return care;
    }

    private void look() {
        try {
            keys.tend();
            keys.warnings().forEach(LOG::warn);
        } catch (RuntimeException e) {
            LOG.error("the keys could not be looked after; it will be tried again", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
