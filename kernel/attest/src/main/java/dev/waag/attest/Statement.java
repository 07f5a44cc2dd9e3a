package dev.waag.attest;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An in-toto statement (in-toto attestation framework, Statement v1): a claim of some type about some files. It is signed
 * as the payload of a DSSE envelope of type {@link #PAYLOAD_TYPE}.
 *
 * @param subjects the files that it is about, at least one
 * @param predicateType a URI that says what the predicate means
 * @param predicate the claim itself; JSON null where the type needs none
 */
public record Statement(List<Subject> subjects, String predicateType, JsonNode predicate) {
    /** The value of {@code _type}. */
    public static final String TYPE = "https://in-toto.io/Statement/v1";

    /** The DSSE payload type of every statement. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    /** "I published this file" (PEP 740); the predicate is null or empty. */
    public static final String PUBLISH = "https://docs.pypi.org/attestations/publish/v1";

    /** "This is how the file was built" (SLSA v1). */
    public static final String SLSA_PROVENANCE = "https://slsa.dev/provenance/v1";

    /** The most subjects that are read. */
    public static final int MAX_SUBJECTS = 10_000;

    private static final String WHAT = "the statement";

    public Statement {
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty() || predicateType.isEmpty()) {
            throw new IllegalArgumentException("a statement has a subject and a predicate type");
        }
    }

    /** A statement about one file. */
    public static Statement of(String filename, Sha256 sha256, String predicateType, JsonNode predicate) {
        return new Statement(List.of(new Subject(filename, sha256)), predicateType, predicate);
    }

    /** The JSON to sign: no spaces, keys in the order of the specification, the predicate's as they were put in. */
    public byte[] toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("_type", TYPE);
        ArrayNode list = json.putArray("subject");
        for (Subject subject : subjects) {
            ObjectNode entry = list.addObject();
            if (!subject.name().isEmpty()) {
                entry.put("name", subject.name());
            }
            ObjectNode digest = entry.putObject("digest");
            subject.digests().forEach(digest::put);
        }
        json.put("predicateType", predicateType);
        json.set("predicate", predicate);
        return Json.MAPPER.writeValueAsBytes(json);
    }

    /** Reads the payload of an envelope whose signature was verified; members that are not known are passed over. */
    public static Statement parse(byte[] payload) throws EvidenceException {
        JsonNode json = EvidenceJson.object(payload, WHAT);
        String type = EvidenceJson.string(json, "_type", WHAT);
        if (!type.equals(TYPE)) {
            throw new EvidenceException("the statement's type is not " + TYPE);
        }
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode entry : EvidenceJson.list(json, "subject", MAX_SUBJECTS, WHAT)) {
            subjects.add(subject(EvidenceJson.object(entry, "a subject")));
        }
        if (subjects.isEmpty()) {
            throw new EvidenceException("the statement has no subject");
        }
        String predicateType = EvidenceJson.string(json, "predicateType", WHAT);
        if (predicateType.isEmpty()) {
            throw new EvidenceException("the statement has an empty predicate type");
        }
        JsonNode predicate = json.path("predicate");
        return new Statement(subjects, predicateType, predicate.isMissingNode() ? NullNode.getInstance() : predicate);
    }

    private static Subject subject(JsonNode entry) throws EvidenceException {
        String name = EvidenceJson.optionalString(entry, "name", "a subject").orElse("");
        JsonNode digest = EvidenceJson.object(entry.path("digest"), "a subject's digest");
        Map<String, String> digests = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : digest.properties()) {
            digests.put(one.getKey(), EvidenceJson.string(digest, one.getKey(), "a subject's digest"));
        }
        if (digests.isEmpty()) {
            throw new EvidenceException("a subject has no digest");
        }
        return new Subject(name, digests);
    }
}
