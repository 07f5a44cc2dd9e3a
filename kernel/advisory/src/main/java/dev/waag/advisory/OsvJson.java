package dev.waag.advisory;

import dev.waag.core.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Walks through the JSON of a record; each method begins at the first token of a value and ends at its last. */
final class OsvJson implements AutoCloseable {
    /** Takes a member of an object; the walk stands at its value. */
    interface Member {
        void take(String key, JsonToken value) throws AdvisoryFormatException;
    }

    /** Takes an item of a list; the walk stands at it. */
    interface Item {
        void take() throws AdvisoryFormatException;
    }

    /** Without data binding, which takes longer to load than a record to read. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(16 << 20)
                    .build())
            .build();

    private static final int LONGEST_REASON = 200;
    private static final String CUT = "...";

    private final JsonParser parser;

    private OsvJson(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws AdvisoryFormatException where the first bytes are in no encoding that JSON may have */
    static OsvJson of(byte[] bytes) throws AdvisoryFormatException {
        try {
            return new OsvJson(FACTORY.createParser(ObjectReadContext.empty(), bytes));
        } catch (JacksonException e) {
            throw new AdvisoryFormatException(1, 1, "not JSON: " + firstLine(Json.why(e), LONGEST_REASON));
        }
    }

    /** The one object that the bytes must be. */
    void whole(Member member) throws AdvisoryFormatException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw fault("the record is not a JSON object");
            }
            object("the record", member);
            if (parser.nextToken() != null) {
                throw fault("the record goes on after its end");
            }
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw fault(
                    at == null || at.getLineNr() < 1 ? parser.currentLocation() : at,
                    "not JSON: " + firstLine(Json.why(e), LONGEST_REASON));
        }
    }

    void object(String name, Member member) throws AdvisoryFormatException {
        if (isNull()) {
            return;
        }
        require(name, JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            member.take(key, parser.nextToken());
        }
    }

    void list(String name, Item item) throws AdvisoryFormatException {
        if (isNull()) {
            return;
        }
        require(name, JsonToken.START_ARRAY, "a list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.take();
        }
    }

    List<String> texts(String name) throws AdvisoryFormatException {
        List<String> found = new ArrayList<>();
        list(name, () -> found.add(text(name)));
        return found;
    }

    /** A text, or a number as it is written; {@code ""} for null. */
    String text(String name) throws AdvisoryFormatException {
        if (isNull()) {
            return "";
        }
        if (!parser.currentToken().isNumeric()) {
            require(name, JsonToken.VALUE_STRING, "a text");
        }
        return parser.getString();
    }

    void skip() {
        parser.skipChildren();
    }

    AdvisoryFormatException fault(String reason) {
        return fault(parser.currentTokenLocation(), reason);
    }

    private static AdvisoryFormatException fault(TokenStreamLocation at, String reason) {
        return new AdvisoryFormatException(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), reason);
    }

    /** The first line with something on it, without control characters; where it has more characters than that, cut after a word and marked so. */
    static String firstLine(String text, int most) {
        String line = text.strip().lines().findFirst().orElse("");
        if (line.length() > most) {
            int space = line.lastIndexOf(' ', most - CUT.length());
            int end = space > most / 2 ? space : most - CUT.length();
            line = line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
        }
        StringBuilder out = new StringBuilder(line.length());
        line.chars().forEach(c -> out.append(Character.isISOControl(c) ? ' ' : (char) c));
        return out.toString();
    }

    private boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    private void require(String name, JsonToken token, String kind) throws AdvisoryFormatException {
        if (parser.currentToken() != token) {
            throw fault("'" + name + "' is not " + kind);
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
