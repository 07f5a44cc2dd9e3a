package dev.waag.policy;

import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of one judgement: a file's facts at an instant, and the settings of the rule whose turn it is. For one thread. */
final class Scope implements CelVariableResolver {
    /** Projects in the rule's {@code except}. */
    static final String EXCEPTED = "excepted";

    /** Projects in the rule's {@code require}. */
    static final String REQUIRED = "required";

    private static final Settings NO_SETTINGS = Settings.of("", List.of(), Map.of());
    private static final Map<Fact, Optional<Object>> UNKNOWN = new EnumMap<>(Fact.class);

    static {
        for (Fact fact : Fact.values()) {
            UNKNOWN.put(fact, Optional.of(CelUnknownSet.create(CelAttribute.create(fact.text()))));
        }
    }

    private final Facts facts;
    private final Instant now;
    private Settings settings = NO_SETTINGS;

    Scope(Facts facts, Instant now) {
        this.facts = facts;
        this.now = now;
    }

    Scope with(Settings ofRule) {
        settings = ofRule;
        return this;
    }

    /** The same facts and settings at another instant. */
    Scope at(Instant other) {
        return new Scope(facts, other).with(settings);
    }

    Facts facts() {
        return facts;
    }

    Instant now() {
        return now;
    }

    /**
     * A variable's value. An unknown fact is CEL's own unknown: operators carry it along, {@code &&} and {@code ||} absorb it where the other
     * side settles the result, and where it stays the result names it.
     */
    @Override
    public Optional<Object> find(String name) {
        Optional<Fact> fact = Fact.of(name);
        if (fact.isPresent()) {
            Optional<Object> value = fact.get().value(facts, now);
            return value.isPresent() ? value : UNKNOWN.getOrDefault(fact.get(), value);
        }
        return switch (name) {
            case EXCEPTED -> Optional.of(settings.excepts(facts.project()));
            case REQUIRED -> Optional.of(settings.requires(facts.project()));
            default -> settings.find(name);
        };
    }
}
