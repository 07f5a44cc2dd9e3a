package dev.waag.report;

import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON written member by member into a string of ASCII: whatever a text from outside holds, it reaches a terminal or a log as an escape.
 * Without data binding, which alone takes longer to load than a report to write.
 */
final class JsonText {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Writes what is inside the outermost object or array. */
    interface Body {
        void write(JsonGenerator json);
    }

    private JsonText() {}

    /** One object on one line, ended. */
    static String object(int size, Body body) {
        StringWriter out = new StringWriter(size);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        return out.append('\n').toString();
    }

    /** An array, to be put into another text as a raw value. */
    static String array(int size, Body body) {
        StringWriter out = new StringWriter(size);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartArray();
            body.write(json);
            json.writeEndArray();
        }
        return out.toString();
    }

    static void string(JsonGenerator json, String key, String text) {
        json.writeStringProperty(key, Plain.wellFormed(text));
    }

    static void strings(JsonGenerator json, String key, List<String> texts) {
        json.writeArrayPropertyStart(key);
        for (String text : texts) {
            json.writeString(Plain.wellFormed(text));
        }
        json.writeEndArray();
    }

    /** A text, or null where it is empty. */
    static void stringOrNull(JsonGenerator json, String key, String text) {
        if (text.isEmpty()) {
            json.writeNullProperty(key);
        } else {
            string(json, key, text);
        }
    }
}
