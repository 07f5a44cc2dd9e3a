package dev.waag.attest;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A provenance object (PEP 740, "Provenance objects", version 1): all attestations of one distribution, by publisher. Read, not
 * verified: {@link ProvenanceVerifier} judges it.
 *
 * @param bundles one for each publisher, at least one
 */
public record Provenance(List<Group> bundles) {
    private static final String WHAT = "the provenance";
    private static final int MAX_GROUPS = 32;
    private static final int MAX_ATTESTATIONS = 32;

    public Provenance {
        bundles = List.copyOf(bundles);
    }

    /** What one publisher attested; at least one attestation. */
    public record Group(Publisher publisher, List<Attestation> attestations) {
        public Group {
            attestations = List.copyOf(attestations);
        }
    }

    public static Provenance parse(byte[] bytes) throws EvidenceException {
        JsonNode json = EvidenceJson.object(bytes, WHAT);
        if (!json.path("version").isIntegralNumber() || EvidenceJson.number(json, "version", WHAT) != 1) {
            throw new EvidenceException("the provenance is not of version 1");
        }
        List<Group> groups = new ArrayList<>();
        for (JsonNode group : EvidenceJson.list(json, "attestation_bundles", MAX_GROUPS, WHAT)) {
            EvidenceJson.object(group, WHAT + "'s bundle");
            List<Attestation> attestations = new ArrayList<>();
            for (JsonNode attestation : EvidenceJson.list(group, "attestations", MAX_ATTESTATIONS, WHAT)) {
                attestations.add(Attestation.parse(attestation));
            }
            if (attestations.isEmpty()) {
                throw new EvidenceException("the provenance names a publisher who attested nothing");
            }
            groups.add(new Group(Publisher.parse(group.path("publisher")), attestations));
        }
        if (groups.isEmpty()) {
            throw new EvidenceException("the provenance holds no attestation");
        }
        return new Provenance(groups);
    }
}
