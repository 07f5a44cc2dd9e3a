package dev.waag.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The values of one rule's settings, in canonical form, and the variables that they are for its {@code when}. */
final class Settings {
    private final Map<String, Object> values;
    private final Map<String, Optional<Object>> variables = new LinkedHashMap<>();
    private final Predicate<String> except;
    private final Predicate<String> require;

    private Settings(String rule, Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(values);
        values.forEach((key, value) -> {
            if (!(value instanceof List)) {
                variables.put(variable(rule, key), Optional.of(value));
            }
        });
        this.except = patterns(values.get(Setting.EXCEPT.key()));
        this.require = patterns(values.get(Setting.REQUIRE.key()));
    }

    private static Predicate<String> patterns(@Nullable Object value) {
        return value instanceof List<?> list
                ? Names.matcher(list.stream().map(String::valueOf).toList())
                : name -> false;
    }

    /** The rule's settings with those given in place of the initial ones. */
    static Settings of(String rule, List<Setting> schema, Map<String, Object> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        schema.forEach(s -> values.put(s.key(), given.getOrDefault(s.key(), s.initial())));
        return new Settings(rule, values);
    }

    /** The variable of a setting: {@code cooldown_hours} for the setting {@code hours} of {@code cooldown}. */
    static String variable(String rule, String key) {
        return (rule + "_" + key).replace('-', '_');
    }

    Map<String, Object> values() {
        return values;
    }

    /** The value of a variable; empty where it is none of this rule's. */
    Optional<Object> find(String variable) {
        return variables.getOrDefault(variable, Optional.empty());
    }

    boolean excepts(String project) {
        return except.test(project);
    }

    boolean requires(String project) {
        return require.test(project);
    }
}
