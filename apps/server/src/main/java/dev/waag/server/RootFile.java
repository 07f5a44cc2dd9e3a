package dev.waag.server;

import dev.waag.attest.EvidenceException;
import dev.waag.attest.TrustedRoot;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trusted root by which attestations are verified: the shipped one, or that which the configuration names, read at start, where one that
 * cannot be read ends the start.
 *
 * @param source the file, or that it was shipped
 * @param asOf when it was taken from its publisher; of a file, when it was last written
 */
record RootFile(Supplier<TrustedRoot> root, String source, Instant asOf) {
    private static final Logger LOG = LoggerFactory.getLogger(RootFile.class);
    /** Sigstore renews keys about once a year, and announces them months before. */
    private static final Duration OLD = Duration.ofDays(180);

    static RootFile read(Optional<Path> file) {
        if (file.isEmpty()) {
            return new RootFile(TrustedRoot::shipped, "as shipped", TrustedRoot.shippedAsOf());
        }
        try {
            TrustedRoot root = TrustedRoot.parse(Files.readAllBytes(file.get()));
            Instant asOf = Files.getLastModifiedTime(file.get()).toInstant();
            LOG.info("attestations are verified by {}, SHA-256 {}", file.get(), root.sha256());
            return new RootFile(() -> root, file.get().toString(), asOf);
        } catch (EvidenceException e) {
            throw wrong(file.get(), e.reason());
        } catch (IOException e) {
            throw wrong(file.get(), String.valueOf(e.getMessage()));
        }
    }

    /** Says in the log how old it is; that this is too old, once something is verified by it, for elsewhere it matters to nobody. */
    RootFile told(InstantSource clock) {
        LOG.info("the trusted root for attestations ({}) is {} days old", source, days(clock.instant()));
        AtomicBoolean warned = new AtomicBoolean();
        return new RootFile(
                () -> {
                    if (old(clock.instant()) && warned.compareAndSet(false, true)) {
                        LOG.warn(
                                "attestations are verified by a trusted root ({}) that is {} days old: what newer logs and"
                                        + " authorities sign is refused; renew it: scripts/renew-trusted-root, or"
                                        + " [attestations] trusted-root",
                                source,
                                days(clock.instant()));
                    }
                    return root.get();
                },
                source,
                asOf);
    }

    boolean old(Instant now) {
        return Duration.between(asOf, now).compareTo(OLD) > 0;
    }

    private long days(Instant now) {
        return Math.max(0, Duration.between(asOf, now).toDays());
    }

    /** For {@code /health/ready}. */
    Map<String, Object> fields(Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", source);
        fields.put("as_of", asOf.toString());
        fields.put("age_days", days(now));
        fields.put("old", old(now));
        return fields;
    }

    private static UserException wrong(Path file, String cause) {
        return new UserException(
                Exit.USAGE,
                "the trusted root " + file + " cannot be used",
                cause,
                "name a Sigstore trusted root (trusted_root.json), or leave attestations.trusted-root out");
    }
}
