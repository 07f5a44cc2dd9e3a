package dev.waag.release;

import dev.waag.sign.Dsse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which signed documents count. */
public interface TrustedEvidence {
    /** Nothing is trusted. */
    TrustedEvidence NONE = new TrustedEvidence() {
        @Override
        public List<JsonNode> statements(String text) {
            return List.of();
        }

        @Override
        public Optional<String> objection(Dsse link) {
            return Optional.of("no key is trusted");
        }
    };

    /**
     * The statements in a file of DSSE envelopes, one a line or one document, that a key has signed which is trusted for the time of its signature.
     *
     * @param text of the file; what is no envelope is passed over
     */
    List<JsonNode> statements(String text);

    /** Why the envelope of a pipeline's link does not count, as the end of a sentence; empty where a key for links signed it. */
    Optional<String> objection(Dsse link);
}
