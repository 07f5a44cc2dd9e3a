package dev.waag.alert;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a person should hear of. Whoever makes one keeps secrets out of it.
 *
 * @param kind what happened, for programs: {@code run-failed}, {@code recall}, {@code upstream-changed}…
 * @param at when
 * @param subject what it is about, such as a project, a release or a pipeline with its stage
 * @param message what happened, one sentence
 * @param details further facts by name
 */
public record Alert(String kind, Instant at, String subject, String message, Map<String, String> details) {
    public Alert {
        if (!kind.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("a kind is words with hyphens: " + kind);
        }
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
