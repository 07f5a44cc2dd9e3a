package dev.waag.attest;

import dev.waag.core.Json;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** Reads JSON that somebody signed: one value, no key twice, bounded in size, so that no two readers can disagree on what it says. */
final class EvidenceJson {
    /** The longest piece of evidence that is read, in bytes; a provenance object with many bundles stays far below. */
    static final int MAX_BYTES = 16 << 20;

    private static final ObjectReader READER = Json.MAPPER
            .readerFor(JsonNode.class)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private EvidenceJson() {}

    /** A JSON object; {@code what} names it in errors. */
    static JsonNode object(byte[] json, String what) throws EvidenceException {
        if (json.length > MAX_BYTES) {
            throw new EvidenceException(what + " is larger than " + MAX_BYTES + " bytes");
        }
        JsonNode node;
        try {
            node = READER.readValue(json);
        } catch (JacksonException e) {
            throw new EvidenceException(what + " is not JSON: " + Json.why(e));
        }
        return object(node, what);
    }

    static JsonNode object(JsonNode node, String what) throws EvidenceException {
        if (!node.isObject()) {
            throw new EvidenceException(what + " is not a JSON object");
        }
        return node;
    }

    static String string(JsonNode object, String key, String what) throws EvidenceException {
        JsonNode value = object.path(key);
        if (!value.isString()) {
            throw new EvidenceException(what + " has no string \"" + key + "\"");
        }
        return value.stringValue();
    }

    /** The string, or empty where the key is absent or null. */
    static Optional<String> optionalString(JsonNode object, String key, String what) throws EvidenceException {
        return isAbsent(object.path(key)) ? Optional.empty() : Optional.of(string(object, key, what));
    }

    /** The elements, none where the key is absent. */
    static List<JsonNode> list(JsonNode object, String key, int most, String what) throws EvidenceException {
        JsonNode value = object.path(key);
        if (isAbsent(value)) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw new EvidenceException(what + " has \"" + key + "\" that is not a list of at most " + most);
        }
        return List.copyOf(value.values());
    }

    static byte[] base64(JsonNode object, String key, String what) throws EvidenceException {
        return decode(string(object, key, what), key, what);
    }

    /** Base64 in its one canonical spelling (RFC 4648 sections 3.5 and 4). */
    static byte[] decode(String text, String key, String what) throws EvidenceException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new EvidenceException(what + " has \"" + key + "\" that is not base64");
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Protobuf's JSON writes 64-bit integers as strings and takes both; nothing here is negative. */
    static long number(JsonNode object, String key, String what) throws EvidenceException {
        JsonNode value = object.path(key);
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
            return value.longValue();
        }
        if (value.isString() && value.stringValue().matches("0|[1-9][0-9]{0,18}")) {
            try {
                return Long.parseLong(value.stringValue());
            } catch (NumberFormatException e) {
                // above 2^63: said below
            }
        }
        throw new EvidenceException(what + " has no whole number \"" + key + "\"");
    }
}
