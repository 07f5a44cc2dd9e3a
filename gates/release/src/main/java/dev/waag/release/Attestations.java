package dev.waag.release;

import dev.waag.attest.Attestation;
import dev.waag.attest.AttestationResult;
import dev.waag.attest.AttestationVerifier;
import dev.waag.attest.EvidenceException;
import dev.waag.attest.SignerIdentity;
import dev.waag.core.Json;
import dev.waag.identity.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The attestations of an upload (PEP 740), each verified as the public index verifies them before it takes the file: about this very file, of
 * a known type that came once, in the log, and, where a CI job uploads, signed by that job. They are kept as they came and given to whoever asks for
 * the file's provenance, so that each verifies the signatures by its own trust.
 */
record Attestations(List<JsonNode> all) {
    private static final int MOST = 10;

    /** What was read. */
    sealed interface Result {}

    record Right(Attestations attestations) implements Result {}

    record Wrong(String why) implements Result {}

    /** Reads the form's field; an empty one has none. */
    static Result read(Upload upload, Principal who, AttestationVerifier verifier) {
        String text = upload.field("attestations");
        if (text.isEmpty()) {
            return new Right(new Attestations(List.of()));
        }
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return new Wrong("the form's attestations are no JSON");
        }
        if (!json.isArray() || json.isEmpty() || json.size() > MOST) {
            return new Wrong("the form's attestations are no JSON array of 1 to " + MOST + " (PEP 740)");
        }
        List<JsonNode> all = new ArrayList<>();
        Set<String> types = new HashSet<>();
        for (JsonNode attestation : json) {
            Optional<String> fault = fault(attestation, upload, who, verifier, types);
            if (fault.isPresent()) {
                return new Wrong("the attestation of " + upload.filename() + " is not valid: " + fault.get());
            }
            all.add(attestation);
        }
        return new Right(new Attestations(all));
    }

    private static Optional<String> fault(
            JsonNode json, Upload upload, Principal who, AttestationVerifier verifier, Set<String> types) {
        Attestation attestation;
        try {
            attestation = Attestation.parse(Json.MAPPER.writeValueAsBytes(json));
        } catch (EvidenceException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return switch (verifier.verify(attestation, upload.filename(), upload.sha256())) {
            case AttestationResult.Rejected rejected -> Optional.of(rejected.reason());
            case AttestationResult.Verified verified -> {
                String type = verified.statement().predicateType();
                yield types.add(type)
                        ? stranger(verified.signer(), who)
                        : Optional.of("there are two of the type " + type);
            }
        };
    }

    /** Why the signer is not the job that uploads; empty where it is, or where a person uploads. */
    private static Optional<String> stranger(SignerIdentity signer, Principal who) {
        if (who.kind() != Principal.Kind.CI) {
            return Optional.empty();
        }
        Map<String, String> claims = who.claims();
        String issuer = claims.getOrDefault("iss", "");
        String repository = claims.getOrDefault("repository", claims.getOrDefault("project_path", ""));
        boolean same = signer.issuer().equals(issuer)
                && (repository.isEmpty()
                        ? signer.identity().equals(claims.getOrDefault("email", claims.getOrDefault("sub", "")))
                        : signer.claim(SignerIdentity.SOURCE_REPOSITORY)
                                .filter(url -> url.endsWith("/" + repository))
                                .isPresent());
        return same
                ? Optional.empty()
                : Optional.of("it was signed by " + signer.identity() + " of " + signer.issuer()
                        + ", not by the job that uploads, " + who.name());
    }

    boolean none() {
        return all.isEmpty();
    }

    /** The file's provenance object (PEP 740), byte for byte as it is served. */
    byte[] provenance(Map<String, Object> publisher) {
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("publisher", publisher);
        bundle.put("attestations", all);
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("version", 1);
        provenance.put("attestation_bundles", List.of(bundle));
        return Json.MAPPER.writeValueAsBytes(provenance);
    }
}
