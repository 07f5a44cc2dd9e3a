package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.keys.KeyService;
import dev.waag.release.TrustedEvidence;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import dev.waag.sign.TrustSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Statements count that a key of the gate's own ring has signed which is trusted now. */
final class SignedEvidence implements TrustedEvidence {
    private static final Logger LOG = LoggerFactory.getLogger(SignedEvidence.class);

    private final KeyService keys;
    private final InstantSource clock;

    SignedEvidence(KeyService keys, InstantSource clock) {
        this.keys = keys;
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
                        && trust.verify(envelope, now, Optional.empty()) instanceof TrustSet.Verified) {
                    statements.add(Json.MAPPER.readTree(envelope.payload()));
                }
            }
        } catch (NoteException | JacksonException e) {
            LOG.info("evidence of a release cannot be read and does not count: {}", e.getMessage());
        }
        return statements;
    }
}
