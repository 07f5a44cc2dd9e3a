package dev.waag.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rule as {@code waag policy show} prints it.
 *
 * @param id the rule's id
 * @param action what it does when it fires; {@code OFF} where the policy does not use it
 * @param severity {@code critical} to {@code info}
 * @param settings its settings with the values in force, by their names in the file: whole numbers as Long, others as Double, words as
 *     String, lists as {@code List<String>}
 * @param when the CEL expression over a file's facts that makes it fire; empty for none
 * @param fires when it fires, in words, where that is no expression; empty too for a rule that has no facts to judge yet
 * @param message the template of its message
 * @param help the template of its help; may be empty
 * @param source {@code default pack}, or {@code FILE:LINE}
 * @param protectsFrom what harm it keeps away; empty for a rule of the file
 */
public record RuleView(
        String id,
        Action action,
        String severity,
        Map<String, Object> settings,
        String when,
        String fires,
        String message,
        String help,
        String source,
        String protectsFrom) {
    public RuleView {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
