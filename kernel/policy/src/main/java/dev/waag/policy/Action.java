package dev.waag.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens when a rule fires. Strongest first; {@code OFF} rules are not even looked at. */
public enum Action {
    DENY,
    HOLD,
    WARN,
    OFF;

    /** The word in JSON and TOML: {@code deny}, {@code hold}, {@code warn}, {@code off}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a rule that fires with this action refuses the file. */
    public boolean refuses() {
        return this == DENY || this == HOLD;
    }

    /** The action that a word means. */
    public static Optional<Action> of(String text) {
        return Arrays.stream(values()).filter(a -> a.text().equals(text)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Action::text).toList();
    }

    /** The weaker of the two. */
    Action atMost(Action limit) {
        return compareTo(limit) < 0 ? limit : this;
    }
}
