package dev.waag.store;

import dev.waag.core.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * One entry of the ledger: a JSON object with {@code kind}, {@code at} (RFC 3339, UTC, milliseconds), {@code actor} and the kind's own fields.
 *
 * @param actor who did it: a user's name, {@code anonymous}, or {@code waag} for what the gate does by itself
 * @param fields further members, in the order in which they are written
 */
public record LedgerEntry(String kind, Instant at, String actor, Map<String, Object> fields) {
    /** The largest entry that a log of tiles can hold (C2SP tlog-tiles, entry bundles). */
    public static final int MAX_BYTES = 65_535;

    public LedgerEntry {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The entry as it is stored, hashed and served. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("kind", kind);
            json.writeStringProperty("at", time(at));
            json.writeStringProperty("actor", actor);
            fields.forEach((name, value) -> write(json, name, value));
            json.writeEndObject();
        }
        byte[] bytes = out.toByteArray();
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a ledger entry of " + bytes.length + " bytes exceeds " + MAX_BYTES);
        }
        return bytes;
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Entries that differ in their time alone, written once but for it: a busy gate gives a file thousands of times a second. */
    static final class Form {
        private final byte[] before;
        private final byte[] after;
        private Instant last = Instant.MIN;
        private byte[] time = {};

        Form(LedgerEntry any) {
            byte[] whole = any.bytes();
            int from = "{'kind':".length() + Json.MAPPER.writeValueAsBytes(any.kind()).length + ",'at':'".length();
            before = Arrays.copyOf(whole, from);
            after = Arrays.copyOfRange(whole, from + time(any.at()).length(), whole.length);
        }

        /** {@link LedgerEntry#bytes} of the one at that time. */
        byte[] at(Instant at) {
            Instant millis = at.truncatedTo(ChronoUnit.MILLIS);
            if (!millis.equals(last)) {
                last = millis;
                time = time(at).getBytes(StandardCharsets.US_ASCII);
            }
            byte[] whole = Arrays.copyOf(before, before.length + time.length + after.length);
            System.arraycopy(time, 0, whole, before.length, time.length);
            System.arraycopy(after, 0, whole, before.length + time.length, after.length);
            return whole;
        }
    }

    /** Texts, which are nearly all there is, go straight into the stream: a busy gate writes thousands of entries a second. */
    private static void write(JsonGenerator json, String name, Object value) {
        if (value instanceof String text) {
            json.writeStringProperty(name, text);
        } else {
            json.writePOJOProperty(name, value);
        }
    }
}
