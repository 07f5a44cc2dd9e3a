package dev.waag.release;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Which signed statements count. */
@FunctionalInterface
public interface TrustedEvidence {
    /** Nothing is trusted. */
    TrustedEvidence NONE = text -> List.of();

    /**
     * The statements in a file of DSSE envelopes, one a line or one document, that a key which is trusted now has signed.
     *
     * @param text of the file; what is no envelope is passed over
     */
    List<JsonNode> statements(String text);
}
