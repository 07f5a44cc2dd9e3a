package dev.waag.policy;

import java.util.List;
import java.util.Map;

/** {@code lookalike}: the project's name could be mistaken for a better known one. */
final class LookalikeName implements DefaultRule {
    @Override
    public String id() {
        return "lookalike";
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
    public String message() {
        return "{seen}";
    }

    @Override
    public String help() {
        return "{advice}; if {project} is right, list it under except in [rules.lookalike].";
    }

    /** Without a popular name it is the name itself that is known, and not for good. */
    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        return facts.lookalike()
                .map(l -> l.popular().isEmpty()
                        ? Map.of(
                                "seen",
                                "the name is " + l.how(),
                                "advice",
                                "Make sure that this project is what you want")
                        : Map.of(
                                "seen",
                                "the name resembles " + l.popular() + ": " + l.how(),
                                "advice",
                                "If you meant " + l.popular() + ", correct the name"))
                .orElse(Map.of());
    }

    @Override
    public Map<String, Object> notes(Facts facts, Settings settings) {
        return facts.lookalike()
                .map(l -> Map.<String, Object>of("lookalike", l.popular()))
                .orElse(Map.of());
    }
}
