package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule that a policy file adds.
 *
 * @param when the expression as written
 * @param condition the same compiled
 * @param source {@code FILE:LINE}
 */
record FileRule(
        String id,
        String severity,
        Action does,
        String when,
        Condition condition,
        Template message,
        Template help,
        String source)
        implements Rule {
    private static final int MESSAGE_LIMIT = 300;
    private static final Settings NONE = Settings.of("", List.of(), Map.of());

    @Override
    public boolean mayFire(Facts facts, Instant now) {
        return true;
    }

    @Override
    public Settings settings() {
        return NONE;
    }

    @Override
    public boolean on() {
        return does != Action.OFF;
    }

    @Override
    public Action action(Facts facts) {
        return does;
    }

    @Override
    public String message(Facts facts) {
        return shorten(Rule.fill(this, message, facts));
    }

    @Override
    public String help(Facts facts) {
        return Texts.line(Rule.fill(this, help, facts));
    }

    @Override
    public String shorten(String text) {
        return Texts.clip(Texts.line(text), MESSAGE_LIMIT);
    }

    @Override
    public Map<String, String> words(Facts facts) {
        return Map.of();
    }

    @Override
    public Map<String, Object> notes(Facts facts) {
        return Map.of();
    }

    @Override
    public Optional<Excuse> excuse(Facts facts) {
        return Optional.empty();
    }

    @Override
    public RuleView view() {
        return new RuleView(id, does, severity, Map.of(), when, "", message.source(), help.source(), source, "");
    }

    @Override
    public void digest(Canonical digest) {
        if (on()) {
            digest.begin("rule", id)
                    .add("severity", severity)
                    .add("when", when.strip())
                    .add("message", message.source())
                    .add("help", help.source())
                    .add("action", does.text());
        }
    }
}
