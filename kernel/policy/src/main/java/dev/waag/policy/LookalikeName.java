package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code lookalike}: the project's name could be mistaken for a better known one. */
final class LookalikeName implements DefaultRule {
    static final String ID = "lookalike";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public Action action() {
        return Action.HOLD;
    }

    @Override
    public String protectsFrom() {
        return "Name confusion: a project that waits for people who mistype, or misremember, the name of a popular one.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("popular", SettingType.COUNT, 15_000L), Setting.EXCEPT);
    }

    @Override
    public String when() {
        return "lookalike_how != '' && !claimed && !excepted";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return facts.lookalike().isPresent();
    }

    @Override
    public String message() {
        return "{seen}";
    }

    @Override
    public String help() {
        return "{advice}; if {project} is right, list it under except in [rules.lookalike].";
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        return facts.lookalike().map(l -> words(l.popular(), l.how())).orElse(Map.of());
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        return words(
                String.valueOf(seen.facts().getOrDefault("lookalike", "")),
                String.valueOf(seen.facts().getOrDefault("lookalike_how", "")));
    }

    /** Without a popular name it is the name itself that is known, and not for good. */
    private static Map<String, String> words(String popular, String how) {
        return popular.isEmpty()
                ? Map.of("seen", "the name is " + how, "advice", "Make sure that this project is what you want")
                : Map.of(
                        "seen",
                        "the name resembles " + popular + ": " + how,
                        "advice",
                        "If you meant " + popular + ", correct the name");
    }

    @Override
    public Map<String, Object> notes(Facts facts, Settings settings) {
        return facts.lookalike()
                .map(l -> Map.<String, Object>of("lookalike", l.popular()))
                .orElse(Map.of());
    }
}
