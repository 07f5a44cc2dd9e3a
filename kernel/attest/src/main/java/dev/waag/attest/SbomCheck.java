package dev.waag.attest;

import dev.waag.core.Sha256;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Whether the SBOM beside a file (CycloneDX, JSON) is that file's: its primary component has the file's SHA-256. */
final class SbomCheck {
    private static final String CHECK = "sbom";
    private static final int MAX_HASHES = 100;

    private SbomCheck() {}

    static EvidenceCheck check(Evidence evidence, Sha256 sha256) {
        String what = "the SBOM";
        try {
            JsonNode json = EvidenceJson.object(evidence.content(), what);
            if (!EvidenceJson.string(json, "bomFormat", what).equals("CycloneDX")) {
                throw new EvidenceException("the SBOM is not CycloneDX");
            }
            JsonNode component =
                    EvidenceJson.object(json.path("metadata").path("component"), what + "'s primary component");
            for (JsonNode hash : EvidenceJson.list(component, "hashes", MAX_HASHES, what)) {
                EvidenceJson.object(hash, what + "'s hash");
                if (EvidenceJson.string(hash, "alg", what).equals("SHA-256")
                        && EvidenceJson.string(hash, "content", what)
                                .toLowerCase(Locale.ROOT)
                                .equals(sha256.hex())) {
                    return EvidenceCheck.pass(evidence.name(), CHECK, "its primary component is the file");
                }
            }
            return EvidenceCheck.fail(evidence.name(), CHECK, "its primary component is another file");
        } catch (EvidenceException e) {
            return EvidenceCheck.fail(evidence.name(), CHECK, e.reason());
        }
    }
}
