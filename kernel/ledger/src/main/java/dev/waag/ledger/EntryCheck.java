package dev.waag.ledger;

import dev.waag.core.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What every entry of Waag's log must be: one JSON object with {@code kind}, {@code at} and {@code actor}. */
final class EntryCheck {
    private static final Pattern UTC = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");

    private EntryCheck() {}

    /** What is wrong with an entry, if anything. */
    static Optional<String> problem(byte[] entry) {
        // Looked at by hand, because the reader would also take UTF-16 and UTF-32, of which others make something else.
        if (entry.length < 2 || entry[0] != '{' || entry[1] == 0) {
            return Optional.of("is not a JSON object");
        }
        try (JsonParser parser = Json.MAPPER.createParser(entry)) {
            parser.nextToken();
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                Optional<String> problem = seen.add(key) ? check(key, value, parser) : Optional.of("has two " + key);
                if (problem.isPresent()) {
                    return problem;
                }
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                return Optional.of("goes on after its JSON object");
            }
            return Set.of("kind", "at", "actor").stream()
                    .filter(key -> !seen.contains(key))
                    .sorted()
                    .findFirst()
                    .map(key -> "has no " + key);
        } catch (JacksonException e) {
            return Optional.of("is not JSON: " + Json.why(e));
        }
    }

    private static Optional<String> check(String key, JsonToken value, JsonParser parser) {
        boolean text = value == JsonToken.VALUE_STRING && !parser.getString().isEmpty();
        return switch (key) {
            case "kind" -> text ? Optional.empty() : Optional.of("has a kind that is no text");
            case "actor" ->
                text || value == JsonToken.START_OBJECT
                        ? Optional.empty()
                        : Optional.of("has an actor that is neither text nor object");
            case "at" ->
                text && isInstant(parser.getString())
                        ? Optional.empty()
                        : Optional.of("has an \"at\" that is not RFC 3339 in UTC");
            default -> Optional.empty();
        };
    }

    private static boolean isInstant(String text) {
        if (!UTC.matcher(text).matches()) {
            return false;
        }
        try {
            var _ = Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
