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
        return "lookalike != '' && !claimed && !excepted";
    }

    @Override
    public String message() {
        return "the name resembles {lookalike}: {lookalike_how}";
    }

    @Override
    public String help() {
        return "If you meant {lookalike}, correct the name; if {project} is right, list it under except in [rules.lookalike].";
    }

    @Override
    public Map<String, Object> notes(Facts facts, Settings settings) {
        return facts.lookalike()
                .map(l -> Map.<String, Object>of("lookalike_how", l.how()))
                .orElse(Map.of());
    }
}
