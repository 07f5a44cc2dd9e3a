package dev.waag.policy;

import java.util.Locale;

/** What a decision says about one file: served, held until somebody or some time releases it, or refused. Ordered by strictness. */
public enum Verdict {
    ALLOW,
    HOLD,
    DENY;

    /** The word in JSON and TOML: {@code allow}, {@code hold}, {@code deny}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
