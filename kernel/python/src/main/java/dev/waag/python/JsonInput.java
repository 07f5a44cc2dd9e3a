package dev.waag.python;

import dev.waag.core.Json;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/** Walks through one JSON object, member by member, and says of its faults whose they are. */
final class JsonInput {
    /** Takes the members of an object; the parser stands at the value and must be left at its last token. */
    interface Member {
        void take(String key, JsonToken value) throws PageFormatException;
    }

    interface Body {
        void read(JsonParser parser) throws PageFormatException;
    }

    private JsonInput() {}

    /** Runs a reader over the one object that the stream must hold; the parser stands at its opening brace. */
    static void object(InputStream in, Body body) throws PageFormatException {
        try (JsonParser parser = Json.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PageFormatException("the page is not a JSON object");
            }
            body.read(parser);
            if (parser.nextToken() != null) {
                throw new PageFormatException("the page goes on after its JSON object");
            }
        } catch (JacksonIOException e) {
            IOException cause = e.getCause();
            if (cause instanceof CharConversionException) {
                throw new PageFormatException("the page is not JSON: " + cause.getMessage(), cause);
            }
            throw new UncheckedIOException(cause);
        } catch (JacksonException e) {
            throw new PageFormatException("the page is not JSON: " + Texts.clean(e.getOriginalMessage()), e);
        }
    }

    /** The parser stands at an opening brace, and afterwards at its closing one. */
    static void members(JsonParser parser, Member member) throws PageFormatException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            member.take(key, parser.nextToken());
        }
    }

    /** The text of a string; {@code ""} for any other value, which is passed over. */
    static String text(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return "";
    }
}
