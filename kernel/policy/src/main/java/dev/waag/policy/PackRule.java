package dev.waag.policy;

import java.time.Instant;
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
    /** Of the message about a sighting, which no reason phrase carries, in characters. */
    private static final int LINE = 300;

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
        return shown() != Action.OFF
                && (rule instanceof SeenRule || !rule.when().isEmpty());
    }

    @Override
    public boolean mayFire(Facts facts, Instant now) {
        return rule.mayFire(facts, settings, now);
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

    @Override
    public Optional<Excuse> excuse(Facts facts) {
        return rule.excuse(facts);
    }

    /** What it says of a sighting at that instant, before waivers; empty where it is off or does not fire. */
    Optional<Reason> reason(Sighting seen, Instant now) {
        if (shown() == Action.OFF
                || settings.excepts(seen.project())
                || rule instanceof SeenRule own && !own.fires(seen, settings, now)) {
            return Optional.empty();
        }
        Action action = rule.actionFor(seen, set);
        if (action == Action.OFF) {
            return Optional.empty();
        }
        Map<String, Object> facts = notes();
        facts.putAll(seen.facts());
        Map<String, String> words = rule.words(seen, settings);
        return Optional.of(new Reason(
                id(),
                action,
                seen.severity().isEmpty() ? severity() : seen.severity(),
                Texts.clip(
                        Texts.line(seen.message().isBlank() ? fill(texted.message(), seen, words) : seen.message()),
                        LINE),
                Texts.line(seen.help().isBlank() ? fill(texted.help(), seen, words) : seen.help()),
                facts));
    }

    private static String fill(Template template, Sighting seen, Map<String, String> words) {
        return template.fill(word -> switch (word) {
            case "project" -> seen.project();
            case "version" -> seen.version();
            default -> {
                String own = words.get(word);
                yield own != null ? own : Texts.show(seen.facts().getOrDefault(word, "unknown"));
            }
        });
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
        Map<String, Object> notes = notes();
        notes.putAll(rule.notes(facts, settings));
        return notes;
    }

    private Map<String, Object> notes() {
        Map<String, Object> notes = new LinkedHashMap<>();
        settings.values().forEach((key, value) -> {
            if (!(value instanceof List)) {
                notes.put(key, plain(value));
            }
        });
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
                fires(),
                rule.message(),
                rule.help(),
                DefaultPack.SOURCE,
                rule.protectsFrom());
    }

    private String fires() {
        return rule instanceof SeenRule seen ? seen.fires() : "";
    }

    @Override
    public void digest(Canonical digest) {
        if (shown() == Action.OFF) {
            return;
        }
        digest.begin("rule", id());
        digest.add("severity", severity())
                .add("when", rule.when())
                .add("fires", fires())
                .add("message", rule.message())
                .add("help", rule.help());
        digest.add("action", rule.digested(set));
        settings.values().forEach((k, v) -> digest.add(k, SettingType.canonical(v)));
    }
}
