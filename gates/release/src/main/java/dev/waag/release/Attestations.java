package dev.waag.release;

import dev.waag.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The attestations of an upload (PEP 740): kept as they came, and given to whoever asks for the file's provenance, so that each verifies the signatures by its own
 * trust. That they are about this very file is checked here.
 */
record Attestations(List<JsonNode> all) {
    private static final int MOST = 10;

    /** What was read. */
    sealed interface Result {}

    record Right(Attestations attestations) implements Result {}

    record Wrong(String why) implements Result {}

    /** Reads the form's field; an empty one has none. */
    static Result read(Upload upload) {
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
        for (JsonNode attestation : json) {
            Optional<String> fault = fault(attestation, upload);
            if (fault.isPresent()) {
                return new Wrong(fault.get());
            }
            all.add(attestation);
        }
        return new Right(new Attestations(all));
    }

    private static Optional<String> fault(JsonNode attestation, Upload upload) {
        if (attestation.path("version").asInt(0) != 1
                || !attestation.path("verification_material").isObject()) {
            return Optional.of("an attestation is none of version 1 (PEP 740)");
        }
        JsonNode statement;
        try {
            byte[] payload = Base64.getDecoder()
                    .decode(attestation.path("envelope").path("statement").asString(""));
            statement = Json.MAPPER.readTree(new String(payload, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.of("an attestation's statement cannot be read");
        }
        for (JsonNode subject : statement.path("subject")) {
            if (subject.path("digest")
                            .path("sha256")
                            .asString("")
                            .equals(upload.sha256().hex())
                    && subject.path("name").asString("").equals(upload.filename())) {
                return Optional.empty();
            }
        }
        return Optional.of("an attestation is about another file than " + upload.filename() + " with SHA-256 "
                + upload.sha256().hex());
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
