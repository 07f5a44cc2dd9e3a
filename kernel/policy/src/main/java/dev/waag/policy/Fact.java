package dev.waag.policy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The facts that a rule's {@code when} sees, by the names that it uses. */
enum Fact {
    PROJECT("project", Type.STRING, Facts::project),
    VERSION("version", Type.STRING, Facts::version),
    FILENAME("filename", Type.STRING, Facts::filename),
    KIND("kind", Type.STRING, Facts::kind),
    SIZE("size", Type.INT, f -> f.size().isPresent() ? f.size().getAsLong() : null),
    UPLOAD_TIME(
            "upload_time",
            Type.TIMESTAMP,
            f -> f.uploadTime().isPresent() ? f.uploadTime().get() : null),
    AGE_HOURS("age_hours", Type.DOUBLE, f -> null),
    YANKED("yanked", Type.BOOL, Facts::yanked),
    YANKED_REASON("yanked_reason", Type.STRING, Facts::yankedReason),
    STATUS("status", Type.STRING, Facts::status),
    STATUS_REASON("status_reason", Type.STRING, Facts::statusReason),
    HASHES("hashes", Type.STRINGS, Facts::hashes),
    REQUIRES_PYTHON("requires_python", Type.STRING, Facts::requiresPython),
    PROVENANCE("provenance", Type.STRING, Facts::provenance),
    CLAIMED("claimed", Type.BOOL, Facts::claimed),
    LOOKALIKE(
            "lookalike", Type.STRING, f -> f.lookalike().map(Lookalike::popular).orElse("")),
    LOOKALIKE_HOW(
            "lookalike_how", Type.STRING, f -> f.lookalike().map(Lookalike::how).orElse("")),
    UPSTREAM_CHANGE("upstream_change", Type.STRING, f -> f.upstreamChange().orElse(""));

    /** The types that facts have in CEL; {@code STRINGS} is {@code map(string, string)}. */
    enum Type {
        STRING,
        INT,
        DOUBLE,
        BOOL,
        TIMESTAMP,
        STRINGS
    }

    private static final Map<String, Fact> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Fact::text, Function.identity()));

    private final String text;
    private final Type type;
    private final Function<Facts, @Nullable Object> getter;

    Fact(String text, Type type, Function<Facts, @Nullable Object> getter) {
        this.text = text;
        this.type = type;
        this.getter = getter;
    }

    static Optional<Fact> of(String text) {
        return Optional.ofNullable(BY_NAME.get(text));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Fact::text).toList();
    }

    /** The name in a {@code when}. */
    String text() {
        return text;
    }

    Type type() {
        return type;
    }

    /** What is unknown when this one is, as a sentence names it. */
    String words() {
        return (this == AGE_HOURS ? UPLOAD_TIME : this).text.replace('_', ' ');
    }

    /** The value in CEL's native types; empty where it is unknown. */
    Optional<Object> value(Facts facts, Instant now) {
        return this == AGE_HOURS ? facts.uploadTime().map(t -> Ages.hours(Ages.nanos(t, now))) : constant(facts);
    }

    /** The value, where it is known and does not change with time: an age never is. */
    Optional<Object> constant(Facts facts) {
        return Optional.ofNullable(getter.apply(facts));
    }

    /** Notes the fact for a reason; the same at any time, so an age stands there as its upload time. */
    void note(Facts facts, Map<String, Object> into) {
        Fact shown = this == AGE_HOURS ? UPLOAD_TIME : this;
        shown.constant(facts)
                .ifPresent(value -> into.put(
                        shown.text,
                        switch (value) {
                            case Instant t -> t.toString();
                            case Map<?, ?> m -> new TreeMap<>(m);
                            default -> value;
                        }));
    }
}
