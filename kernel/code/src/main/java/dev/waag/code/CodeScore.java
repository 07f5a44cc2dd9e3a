package dev.waag.code;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far a distribution's code looks like an attack: the weights of the different things that it does, each counted once at its heaviest, combined as
 * independent chances: {@code 1 - Π (1 - weight)}. The weights and the threshold are fitted on labelled files ({@code docs/inspection-score.md}).
 *
 * @param value from 0 to 1
 * @param leading the findings that made it, the heaviest first, at most ten
 */
public record CodeScore(double value, List<CodeFinding> leading) {
    /** At and above this, {@code install-code} fires. */
    public static final double THRESHOLD = 0.8;

    public CodeScore {
        leading = List.copyOf(leading);
    }

    public boolean fires() {
        return value >= THRESHOLD;
    }

    /** Of all files of one distribution. */
    public static CodeScore of(Collection<CodeReport> reports) {
        Map<Signal, CodeFinding> heaviest = new EnumMap<>(Signal.class);
        for (CodeReport report : reports) {
            for (CodeFinding f : report.findings()) {
                heaviest.merge(f.kind(), f, (a, b) -> a.phase().compareTo(b.phase()) <= 0 ? a : b);
            }
        }
        double innocent = 1;
        for (CodeFinding f : heaviest.values()) {
            innocent *= 1 - f.kind().weight(f.phase());
        }
        List<CodeFinding> leading = heaviest.values().stream()
                .filter(f -> f.kind().weight(f.phase()) > 0.02)
                .sorted((a, b) ->
                        Double.compare(b.kind().weight(b.phase()), a.kind().weight(a.phase())))
                .limit(10)
                .toList();
        return new CodeScore(1 - innocent, leading);
    }
}
