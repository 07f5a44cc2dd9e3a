package dev.waag.python;

import dev.waag.core.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON as a stream of tokens: walks through one object member by member, and says of its faults whose they are. */
final class JsonStream {
    /** Takes the members of an object; the parser stands at the value and must be left at its last token. */
    interface Member {
        void take(String key, JsonToken value) throws PageFormatException;
    }

    interface Body {
        void read(JsonParser parser) throws PageFormatException;
    }

    /** The same limits as {@link dev.waag.core.Json}, without its data binding: that alone takes longer to load than a page to read. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(16 << 20)
                    .build())
            .build();

    private JsonStream() {}

    static JsonGenerator writer(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Runs a reader over the one object that the stream must hold; the parser stands at its opening brace. */
    static void object(InputStream in, Body body) throws PageFormatException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new Source(in))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PageFormatException("the page is not a JSON object");
            }
            body.read(parser);
            if (parser.nextToken() != null) {
                throw new PageFormatException("the page goes on after its JSON object");
            }
        } catch (JacksonException e) {
            throw new PageFormatException("the page is not JSON: " + Texts.clean(Json.why(e)), e);
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

    /** Lets the faults of the stream itself pass the parser by, which reports some faults of the text as I/O errors too. */
    private static final class Source extends FilterInputStream {
        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() {
            try {
                return super.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            try {
                return super.read(into, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
