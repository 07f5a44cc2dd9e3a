package dev.waag.lock;

import dev.waag.core.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON into a tree of nodes with their places. A key that an object has twice is an error: readers differ on which one counts. */
final class JsonReader {
    private final String file;
    private final JsonParser parser;
    private final LockLimits limits;
    private int values;

    private JsonReader(String file, JsonParser parser, LockLimits limits) {
        this.file = file;
        this.parser = parser;
        this.limits = limits;
    }

    static Node read(String file, String text, LockLimits limits) throws LockException {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.bytes())
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(file, parser, limits).document();
        }
    }

    private Node document() throws LockException {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new LockException(file, 1, 1, "the file is empty, expected JSON");
            }
            Node root = value(first, parser.currentTokenLocation());
            if (parser.nextToken() != null) {
                throw at(parser.currentTokenLocation(), "the file goes on after its JSON value");
            }
            return root;
        } catch (JacksonException e) {
            // Some faults come without their place.
            TokenStreamLocation place = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            throw at(place, "not JSON: " + oneLine(Json.why(e)));
        }
    }

    /** The value that the parser stands at; depth is limited by the parser. */
    private Node value(JsonToken token, TokenStreamLocation place) throws LockException {
        if (++values > limits.values()) {
            throw at(place, "more than " + limits.values() + " values (limit: values)");
        }
        Object value = switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Node.Nothing.NULL;
            case VALUE_NUMBER_INT -> integer();
            default -> parser.getDoubleValue();
        };
        return new Node(file, value, place.getLineNr(), place.getColumnNr());
    }

    private Table object() throws LockException {
        Table table = new Table(Table.Origin.INLINE);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            TokenStreamLocation place = parser.currentTokenLocation();
            table.entries().put(key, value(parser.nextToken(), place));
        }
        return table;
    }

    private Items array() throws LockException {
        Items items = new Items(false);
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.list().add(value(token, parser.currentTokenLocation()));
            token = parser.nextToken();
        }
        return items;
    }

    private Object integer() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getDoubleValue()
                : (Object) parser.getLongValue();
    }

    private LockException at(TokenStreamLocation place, String reason) {
        return new LockException(file, place.getLineNr(), place.getColumnNr(), reason);
    }

    private static String oneLine(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        StringBuilder out = new StringBuilder(line.length());
        for (int i = 0; i < Math.min(line.length(), 200); i++) {
            out.append(Character.isISOControl(line.charAt(i)) ? '\ufffd' : line.charAt(i));
        }
        return out.toString();
    }
}
