package dev.waag.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules that every installation has, in the order in which they are shown. */
final class DefaultPack {
    static final String SOURCE = "default pack";

    static final List<DefaultRule> RULES = List.of(
            new ClaimedName(),
            new MissingHash(),
            new Cooldown(),
            new WheelsOnly(),
            new Yanked(),
            new ProjectStatus(),
            new LookalikeName(),
            new UpstreamChanged(),
            new ProvenanceChanged(),
            new AttestationRequired(),
            new KnownVulnerable(),
            new KnownMalicious(),
            new Licence(),
            new ArchiveUnsafe(),
            new InstallCode(),
            new Unpinned(),
            new Unhashed(),
            new HashUnknown(),
            new LockDrift(),
            new OutsideIndex(),
            new AdvisoriesStale());

    private static final Map<String, DefaultRule> BY_ID =
            RULES.stream().collect(Collectors.toUnmodifiableMap(DefaultRule::id, Function.identity()));

    private DefaultPack() {}

    static Optional<DefaultRule> find(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    static List<String> ids() {
        return RULES.stream().map(DefaultRule::id).toList();
    }

    /** The compiled rules; each JVM compiles them once, when somebody first judges. */
    static Condition condition(String id) {
        Condition condition = Compiled.BY_ID.get(id);
        if (condition == null) {
            throw new IllegalArgumentException("no default rule " + id + " that fires");
        }
        return condition;
    }

    private static final class Compiled {
        static final Map<String, Condition> BY_ID = RULES.stream()
                .filter(r -> !r.when().isEmpty())
                .collect(Collectors.toUnmodifiableMap(DefaultRule::id, Compiled::compile));

        private static Condition compile(DefaultRule rule) {
            WhenCompiler.Result result = WhenCompiler.compile(rule.when(), Expressions.FACTS_AND_SETTINGS);
            return result.condition()
                    .orElseThrow(() -> new IllegalStateException(rule.id() + ": " + result.problems()));
        }
    }
}
