package dev.waag.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a decision says about one file: served, held until somebody or some time releases it, or refused. Ordered by strictness. */
public enum Verdict {
    ALLOW,
    HOLD,
    DENY;

    /** The word in JSON and TOML: {@code allow}, {@code hold}, {@code deny}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verdict that an action leads to, where it is the strongest. */
    static Verdict of(Action action) {
        return switch (action) {
            case DENY -> DENY;
            case HOLD -> HOLD;
            case WARN, OFF -> ALLOW;
        };
    }

    /** The verdict that a word means. */
    public static Optional<Verdict> of(String text) {
        return Arrays.stream(values()).filter(v -> v.text().equals(text)).findFirst();
    }
}
