package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.keys.KeyService;
import dev.waag.release.TrustedEvidence;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.NoteException;
import dev.waag.sign.TrustSet;
import dev.waag.sign.VerifyKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Statements count that a key of the gate's own ring has signed: one that signs now, or one that has ended since and of which the gate's own
 * ledger tells that it signed before.
 */
final class SignedEvidence implements TrustedEvidence {
    private static final Logger LOG = LoggerFactory.getLogger(SignedEvidence.class);

    /** Of keys that sign links. */
    private static final String PIPELINE = "pipeline";

    private final KeyService keys;
    private final List<VerifyKey> stageKeys;
    private final InstantSource clock;

    /** @param stageKeys whose signatures on links count; empty: those of the ring that are for pipelines */
    SignedEvidence(KeyService keys, List<VerifyKey> stageKeys, InstantSource clock) {
        this.keys = keys;
        this.stageKeys = List.copyOf(stageKeys);
        this.clock = clock;
    }

    @Override
    public List<JsonNode> statements(String text) {
        List<JsonNode> statements = new ArrayList<>();
        Instant now = clock.instant();
        try {
            TrustSet trust = TrustSet.ofRoot(keys.root(), now);
            for (Dsse envelope : Dsse.parseAll(text)) {
                if (envelope.payloadType().equals(Dsse.IN_TOTO)
                        && trust.verify(envelope, now, keys.logged(envelope)) instanceof TrustSet.Verified) {
                    statements.add(Json.MAPPER.readTree(envelope.payload()));
                }
            }
        } catch (NoteException | JacksonException e) {
            LOG.info("evidence of a release cannot be read and does not count: {}", e.getMessage());
        }
        return statements;
    }

    @Override
    public Optional<String> objection(Dsse link) {
        Instant now = clock.instant();
        try {
            TrustSet trust = stageKeys.isEmpty() ? TrustSet.ofRoot(keys.root(), now) : TrustSet.ofKeys(stageKeys);
            return switch (trust.verify(link, now, keys.logged(link))) {
                case TrustSet.Rejected rejected -> Optional.of(rejected.reason());
                case TrustSet.Verified verified -> stageKeys.isEmpty() ? forLinks(verified) : Optional.empty();
            };
        } catch (NoteException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> forLinks(TrustSet.Verified verified) {
        List<String> purposes = verified.keys().stream()
                .flatMap(k -> keys.root().ring().ofId(k.keyId()).stream())
                .map(KeyEntry::purpose)
                .toList();
        return purposes.contains(PIPELINE)
                ? Optional.empty()
                : Optional.of("its key " + String.join(", ", verified.names()) + " is for "
                        + String.join(", ", purposes) + ", not for pipelines");
    }
}
