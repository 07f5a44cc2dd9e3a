package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.core.Suggest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The JSON object that a request to the API carries, with everything that is wrong with it. */
final class ApiBody {
    private static final int MAX_BYTES = 32 << 10;

    private final JsonNode json;
    private final List<String> errors = new ArrayList<>();

    private ApiBody(JsonNode json) {
        this.json = json;
    }

    /** Reads it; where it is none, or has members that nobody asked for, answers itself and is empty. */
    static Optional<ApiBody> read(Exchange x, List<String> members) throws IOException {
        Optional<byte[]> bytes = x.body(MAX_BYTES);
        if (bytes.isEmpty()) {
            x.problem(413, "Content Too Large", "the body may have at most " + MAX_BYTES + " bytes");
            return Optional.empty();
        }
        Optional<JsonNode> json = object(bytes.get());
        if (json.isEmpty()) {
            x.problem(400, "Bad Request", "the body is no JSON object");
            return Optional.empty();
        }
        ApiBody body = new ApiBody(json.get());
        json.get().propertyNames().stream()
                .filter(n -> !members.contains(n))
                .forEach(n -> body.wrong("unknown member '" + n + "'" + Suggest.hint(n, members)));
        return Optional.of(body);
    }

    private static Optional<JsonNode> object(byte[] bytes) {
        try {
            return Optional.of(Json.MAPPER.readTree(bytes)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    void wrong(String what) {
        errors.add(what);
    }

    /** Whether nothing was wrong; answers 400 where something was. */
    boolean right(Exchange x) {
        if (!errors.isEmpty()) {
            x.problem(400, "Bad Request", String.join("; ", errors));
        }
        return errors.isEmpty();
    }

    Optional<String> text(String member) {
        JsonNode value = json.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString() || value.asString().isBlank()) {
            wrong("'" + member + "' must be a text");
            return Optional.empty();
        }
        return Optional.of(value.asString().strip());
    }

    String required(String member) {
        Optional<String> value = text(member);
        if (value.isEmpty() && !json.has(member)) {
            wrong("'" + member + "' is missing");
        }
        return value.orElse("");
    }

    boolean flag(String member) {
        JsonNode value = json.path(member);
        if (!value.isMissingNode() && !value.isBoolean()) {
            wrong("'" + member + "' must be true or false");
        }
        return value.asBoolean(false);
    }

    List<String> texts(String member) {
        JsonNode value = json.path(member);
        List<String> texts = new ArrayList<>();
        if (!value.isMissingNode() && !value.isArray()) {
            wrong("'" + member + "' must be an array of texts");
        }
        value.forEach(v -> {
            if (v.isString()) {
                texts.add(v.asString().strip());
            } else {
                wrong("'" + member + "' must be an array of texts");
            }
        });
        return texts;
    }

    Map<String, String> pairs(String member) {
        JsonNode value = json.path(member);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!value.isMissingNode() && !value.isObject()) {
            wrong("'" + member + "' must be an object of texts");
        }
        value.properties().forEach(p -> {
            if (p.getValue().isString()) {
                pairs.put(p.getKey(), p.getValue().asString());
            } else {
                wrong("'" + member + "' must be an object of texts");
            }
        });
        return pairs;
    }
}
