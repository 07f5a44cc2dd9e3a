package dev.waag.release;

import dev.waag.core.Sha256;
import dev.waag.store.Scratch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An upload as it came: the form's fields, and the file beside them.
 *
 * @param fields by name, in the order in which they came
 * @param filename as the client names it
 * @param file its bytes; whoever called closes it, and discards it if it is still there afterwards
 * @param md5 in lower-case hex, as are the others
 */
public record Upload(
        Map<String, List<String>> fields,
        String filename,
        Scratch file,
        long size,
        Sha256 sha256,
        String md5,
        String blake2b) {
    public Upload {
        Map<String, List<String>> copy = new HashMap<>();
        fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        fields = Map.copyOf(copy);
    }

    /** The field's first value, without white space around it; empty where there is none. */
    String field(String name) {
        return document(name).strip();
    }

    /** The field's first value as it came; empty where there is none. */
    String document(String name) {
        return fields.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }
}
