package dev.waag.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A default rule with what a policy sets.
 *
 * @param rule the rule
 * @param set the action that the file sets
 * @param included whether the policy has it at all: everything with {@code extends = "default"}, else what the file names
 * @param settings its settings in force
 */
record PackRule(DefaultRule rule, Optional<Action> set, boolean included, Settings settings, Texted texted)
        implements Rule {
    /** The rule's templates, parsed once. */
    record Texted(Template message, Template help) {}

    static PackRule of(DefaultRule rule, Optional<Action> set, boolean included, Map<String, Object> given) {
        return new PackRule(
                rule,
                set,
                included,
                Settings.of(rule.id(), rule.settings(), given),
                new Texted(Template.of(rule.message()), Template.of(rule.help())));
    }

    static List<PackRule> untouched() {
        return DefaultPack.RULES.stream()
                .map(r -> of(r, Optional.empty(), true, Map.of()))
                .toList();
    }

    @Override
    public String id() {
        return rule.id();
    }

    @Override
    public String severity() {
        return rule.severity();
    }

    private Action shown() {
        return included ? set.orElse(rule.action()) : Action.OFF;
    }

    @Override
    public boolean on() {
        return shown() != Action.OFF && !rule.when().isEmpty();
    }

    @Override
    public Condition condition() {
        return DefaultPack.condition(rule.id());
    }

    @Override
    public Action action(Facts facts) {
        return rule.actionFor(facts, set);
    }

    @Override
    public String message(Facts facts) {
        return shorten(Rule.fill(this, texted.message(), facts));
    }

    @Override
    public String help(Facts facts) {
        return Texts.ascii(Rule.fill(this, texted.help(), facts));
    }

    /** Printable ASCII that fits a reason phrase. */
    @Override
    public String shorten(String message) {
        return Texts.clip(Texts.ascii(message), Texts.MESSAGE_LIMIT);
    }

    @Override
    public Map<String, String> words(Facts facts) {
        return rule.words(facts, settings);
    }

    @Override
    public Map<String, Object> notes(Facts facts) {
        Map<String, Object> notes = new LinkedHashMap<>();
        settings.values().forEach((key, value) -> {
            if (!(value instanceof List)) {
                notes.put(key, plain(value));
            }
        });
        notes.putAll(rule.notes(facts, settings));
        return notes;
    }

    /** Whole numbers as such, whatever the setting's type. */
    private static Object plain(Object value) {
        return value instanceof Double d && d == Math.rint(d) ? (Object) d.longValue() : value;
    }

    @Override
    public RuleView view() {
        Map<String, Object> shown = new LinkedHashMap<>();
        settings.values().forEach((key, value) -> shown.put(key, plain(value)));
        return new RuleView(
                id(),
                shown(),
                severity(),
                shown,
                rule.when(),
                rule.message(),
                rule.help(),
                DefaultPack.SOURCE,
                rule.protectsFrom());
    }

    @Override
    public void digest(Canonical digest) {
        if (shown() == Action.OFF) {
            return;
        }
        digest.begin("rule", id());
        digest.add("severity", severity())
                .add("when", rule.when())
                .add("message", rule.message())
                .add("help", rule.help());
        digest.add("action", rule.digested(set));
        settings.values().forEach((k, v) -> digest.add(k, SettingType.canonical(v)));
    }
}
