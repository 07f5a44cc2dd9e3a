package dev.waag.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule's {@code when}, compiled.
 *
 * @param program gives a boolean
 * @param reads the facts that it mentions, in the order of {@link Fact}
 * @param bounds the bounds that it compares the age with
 * @param opaque whether it uses the age in another way, so that nobody can say when it changes
 */
record Condition(CelRuntime.Program program, List<Fact> reads, List<AgeBound> bounds, boolean opaque) {
    /** How soon to judge again where the instant of the next change cannot be known. */
    static final Duration RECHECK = Duration.ofSeconds(60);

    Outcome judge(Scope scope) {
        Object result;
        try {
            result = program.eval(scope);
        } catch (CelEvaluationException e) {
            return new Outcome.Failed(reason(e));
        }
        if (result instanceof Boolean fires) {
            return fires ? Outcome.FIRES : Outcome.SILENT;
        }
        if (result instanceof CelUnknownSet unknown) {
            return new Outcome.Unknown(reads.stream()
                    .filter(f -> unknown.attributes().stream()
                            .anyMatch(a -> a.toString().equals(f.text())))
                    .toList());
        }
        return new Outcome.Failed("it gave " + result + ", not true or false");
    }

    /**
     * The first instant after the scope's at which this comes to another outcome, the facts being the same. An age comparison changes once,
     * at its bound, so between two bounds nothing does; each bound ahead is tried in turn.
     */
    Optional<Instant> nextChange(Scope scope, Outcome outcome) {
        Optional<Instant> uploaded = scope.facts().uploadTime();
        if (uploaded.isEmpty() || bounds.isEmpty() && !opaque) {
            return Optional.empty();
        }
        Stream<Instant> changes = bounds.stream()
                .flatMap(b -> b.firstPass(scope, uploaded.get()).stream())
                .sorted()
                .filter(t -> !judge(scope.at(t)).equals(outcome));
        if (opaque) {
            changes = Stream.concat(changes, Stream.of(scope.now().plus(RECHECK)));
        }
        return changes.min(Instant::compareTo);
    }

    /** CEL says "evaluation error at &lt;input&gt;:6: what went wrong"; the place is one in the expression. */
    private static String reason(CelEvaluationException e) {
        String message = String.valueOf(e.getMessage());
        int place = message.indexOf("<input>:");
        int colon = place < 0 ? -1 : message.indexOf(": ", place);
        String what = colon < 0 ? message : message.substring(colon + 2);
        return switch (e.getErrorCode()) {
            case ATTRIBUTE_NOT_FOUND -> "no '" + what + "' in the map that it asks";
            default -> what;
        };
    }
}
