package dev.waag.policy;

import java.util.List;

/** What a rule's {@code when} came to. */
sealed interface Outcome {
    /** It is true: the rule fires. */
    record Fires() implements Outcome {}

    /** It is false. */
    record Silent() implements Outcome {}

    /** It depends on facts that are unknown. */
    record Unknown(List<Fact> facts) implements Outcome {}

    /** It could not be computed, such as a map without the key asked for. */
    record Failed(String why) implements Outcome {}

    Outcome FIRES = new Fires();
    Outcome SILENT = new Silent();
}
