package dev.waag.server;

import dev.waag.attest.EvidenceException;
import dev.waag.attest.TrustedRoot;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trusted root that the configuration names: read at start, where one that cannot be read ends the start. */
final class RootFile {
    private static final Logger LOG = LoggerFactory.getLogger(RootFile.class);

    private RootFile() {}

    static Supplier<TrustedRoot> read(Optional<Path> file) {
        if (file.isEmpty()) {
            return TrustedRoot::shipped;
        }
        try {
            TrustedRoot root = TrustedRoot.parse(Files.readAllBytes(file.get()));
            LOG.info("attestations are verified by {}, SHA-256 {}", file.get(), root.sha256());
            return () -> root;
        } catch (EvidenceException e) {
            throw wrong(file.get(), e.reason());
        } catch (IOException e) {
            throw wrong(file.get(), String.valueOf(e.getMessage()));
        }
    }

    private static UserException wrong(Path file, String cause) {
        return new UserException(
                Exit.USAGE,
                "the trusted root " + file + " cannot be used",
                cause,
                "name a Sigstore trusted root (trusted_root.json), or leave attestations.trusted-root out");
    }
}
