package dev.waag.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One rule's part in a decision.
 *
 * @param rule the rule's id
 * @param action what the rule asks for; never {@code OFF}
 * @param severity {@code critical}, {@code high}, {@code medium}, {@code low} or {@code info}
 * @param message one short line without control characters; where the default pack judges a file, printable ASCII of at most 90 characters
 * @param help a sentence on what the reader can do; may be empty
 * @param facts what the rule looked at, by name, in a stable order: strings, numbers, booleans, lists and maps of them; times as RFC 3339
 *     text. Nothing in it depends on when the decision was taken
 */
public record Reason(
        String rule, Action action, String severity, String message, String help, Map<String, Object> facts) {
    public Reason {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Whether this is a refusal that a waiver turned into a note; its facts then say which waiver, whose, why and until when. */
    public boolean waived() {
        return Boolean.TRUE.equals(facts.get("waived"));
    }

    /** Whether this is no refusal any more but the note of one: waived, or a release that passed {@code cooldown} early. */
    public boolean note() {
        return waived() || Boolean.TRUE.equals(facts.get("passed_early"));
    }

    /** The id of the waiver that covers this, in force or expired. */
    public Optional<String> waiver() {
        return Optional.ofNullable(facts.get("waiver")).map(String::valueOf);
    }

    Reason with(String fact, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(fact, value);
        return new Reason(rule, action, severity, message, help, more);
    }
}
