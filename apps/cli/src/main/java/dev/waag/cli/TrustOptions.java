package dev.waag.cli;

import dev.waag.attest.Evidence;
import dev.waag.attest.EvidenceCheck;
import dev.waag.attest.EvidenceException;
import dev.waag.attest.Trust;
import dev.waag.attest.TrustedRoot;
import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.keys.Keys;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.TrustSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a verification believes, by its options. */
final class TrustOptions {
    private static final Set<Evidence.Kind> BY_KEY = Set.of(Evidence.Kind.ENVELOPES, Evidence.Kind.LOG_PROOF);

    @Option(
            names = "--identity",
            paramLabel = "TEXT",
            description = "The certificate's subject alternative name, compared whole.")
    private @Nullable String identity;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "The OIDC issuer that the certificate names, compared whole.")
    private @Nullable String issuer;

    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description = "A Sigstore trusted root; default: that of the public instance, as shipped.")
    private @Nullable Path trustedRoot;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "PEM public keys, or a root.json; default: the key ring of the data folder, else of $WAAG_URL.")
    private @Nullable Path trust;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description = "A ledger's verifier key; default: those of --trust, else the data folder's.")
    private List<String> logKeys = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder whose key ring is trusted; default: the one of `waag serve`.")
    private @Nullable Path data;

    /** What the options come to, with what was looked at on the way. */
    record Chosen(Trust trust, List<EvidenceCheck> checks) {}

    Chosen choose(Instant now, Collection<List<Evidence>> found, List<Evidence> given) {
        List<EvidenceCheck> checks = new ArrayList<>();
        Optional<TrustedRoot> root = Optional.empty();
        boolean certificates = !given.isEmpty()
                || trustedRoot != null
                || found.stream().flatMap(List::stream).anyMatch(e -> !BY_KEY.contains(e.kind()));
        if (certificates) {
            root = root(now, checks);
        }
        boolean byKey = found.stream().flatMap(List::stream).anyMatch(e -> BY_KEY.contains(e.kind()));
        Optional<TrustSet> keys =
                trust != null ? named(trust, now, checks) : byKey ? ofFolder(now, checks) : Optional.empty();
        List<NoteVerifier> logs = new ArrayList<>(named());
        keys.ifPresent(k -> logs.addAll(k.logs()));
        return new Chosen(
                new Trust(root, keys, logs, Optional.ofNullable(identity), Optional.ofNullable(issuer)), checks);
    }

    private Optional<TrustedRoot> root(Instant now, List<EvidenceCheck> checks) {
        try {
            TrustedRoot root =
                    trustedRoot == null ? TrustedRoot.shipped() : TrustedRoot.parse(EvidenceFiles.bytes(trustedRoot));
            Instant asOf = trustedRoot == null
                    ? TrustedRoot.shippedAsOf()
                    : Files.getLastModifiedTime(trustedRoot).toInstant();
            long days = Math.max(0, Duration.between(asOf, now).toDays());
            checks.add(EvidenceCheck.pass(
                    trustedRoot == null ? "" : VerifyCommand.name(trustedRoot),
                    "trusted-root",
                    (trustedRoot == null ? "the public instance's, as shipped, " : "as given, ") + days
                            + " days old, SHA-256 " + root.sha256()));
            return Optional.of(root);
        } catch (EvidenceException e) {
            checks.add(EvidenceCheck.fail(String.valueOf(trustedRoot), "trusted-root", e.reason()));
            return Optional.empty();
        } catch (IOException e) {
            throw EvidenceFiles.unreadable(Path.of(String.valueOf(trustedRoot)), e);
        }
    }

    private static Optional<TrustSet> named(Path file, Instant now, List<EvidenceCheck> checks) {
        try {
            TrustSet keys = TrustSet.parse(new String(EvidenceFiles.bytes(file), StandardCharsets.UTF_8), now);
            checks.add(EvidenceCheck.pass(
                    VerifyCommand.name(file),
                    "trust",
                    keys.root()
                            .map(r -> "version " + r.version() + ", until " + r.expires())
                            .orElseGet(() -> keys.usable(now).size() + " public keys")));
            return Optional.of(keys);
        } catch (NoteException e) {
            checks.add(EvidenceCheck.fail(VerifyCommand.name(file), "trust", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** The data folder's own key ring, where there is such a folder. */
    private Optional<TrustSet> ofFolder(Instant now, List<EvidenceCheck> checks) {
        Path folder = data == null ? KeyOptions.defaultFolder(System.getenv()) : data;
        if (!Files.exists(folder.resolve("waag.db"))) {
            return data == null ? ofGate(now, checks) : Optional.empty();
        }
        TrustSet keys = Keys.open(folder, () -> now).trust(() -> now);
        checks.add(EvidenceCheck.pass("", "trust", "the key ring of " + folder + version(keys)));
        return Optional.of(keys);
    }

    private static String version(TrustSet keys) {
        return keys.root()
                .map(r -> ", version " + r.version() + ", until " + r.expires())
                .orElse("");
    }

    /** Where this machine has no ring, that of the gate that the environment names, which build and run then sign with too. */
    private static Optional<TrustSet> ofGate(Instant now, List<EvidenceCheck> checks) {
        String gate = System.getenv().getOrDefault("WAAG_URL", "").strip();
        if (gate.isEmpty()) {
            return Optional.empty();
        }
        String token = System.getenv().getOrDefault("WAAG_TOKEN", "").strip();
        TrustSet keys = Keys.at(DoctorCommand.uri(gate), token, System.getenv()).trust(() -> now);
        checks.add(EvidenceCheck.pass("", "trust", "the key ring of the gate " + Secrets.mask(gate) + version(keys)));
        return Optional.of(keys);
    }

    private List<NoteVerifier> named() {
        List<NoteVerifier> keys = new ArrayList<>();
        for (String key : logKeys) {
            try {
                keys.add(NoteVerifier.parse(key.strip()));
            } catch (NoteException e) {
                throw new UserException(
                        Exit.USAGE,
                        "the verifier key is wrong: " + e.getMessage(),
                        "it was cut short, or is another kind of key",
                        "it looks like NAME+HASH+KEY and is at /ledger/vkey of the gate");
            }
        }
        return keys;
    }
}
