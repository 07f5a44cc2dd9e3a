package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.attest.TrustedRoot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** An old root is warned of where something is verified by it, and once. */
final class RootFileTest {
    private static final Logger LOG = Logger.getLogger(RootFile.class.getName());

    private static List<String> warnings(Duration age, int uses) {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().getName().equals("WARNING")) {
                    warnings.add(record.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOG.addHandler(handler);
        try {
            Instant now = TrustedRoot.shippedAsOf().plus(age);
            RootFile root = RootFile.read(Optional.empty()).told(InstantSource.fixed(now));
            for (int i = 0; i < uses; i++) {
                assertThat(root.root().get()).isNotNull();
            }
            assertThat(root.fields(now)).containsEntry("old", age.toDays() > 180);
        } finally {
            LOG.removeHandler(handler);
        }
        return warnings;
    }

    @Test
    void startingWarnsOfNothing() {
        assertThat(warnings(Duration.ofDays(400), 0)).isEmpty();
        assertThat(warnings(Duration.ofDays(10), 2)).isEmpty();
    }

    @Test
    void theFirstVerificationWarnsAndSaysHowToRenewIt() {
        assertThat(warnings(Duration.ofDays(400), 3))
                .hasSize(1)
                .allMatch(w -> w.contains("400 days old") && w.contains("scripts/renew-trusted-root"));
    }
}
