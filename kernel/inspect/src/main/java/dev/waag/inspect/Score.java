package dev.waag.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One number from what was found outside sources, and from the sources' own. */
final class Score {
    private Score() {}

    /** What is said by one rule in the same words, of however many files. */
    private record Witness(String rule, String message) {}

    /** Findings count as independent witnesses: each takes its share of the doubt that is left. Saying the same of another file is not another witness. */
    static double of(List<Finding> findings, double code) {
        Map<Witness, Double> weights = new HashMap<>();
        for (Finding f : findings) {
            weights.merge(new Witness(f.rule(), f.message()), weight(f), Math::max);
        }
        double doubt = 1 - code;
        for (double weight : weights.values()) {
            doubt *= 1 - weight;
        }
        return Math.round((1 - doubt) * 1000) / 1000.0;
    }

    static double weight(Finding f) {
        return switch (f.rule()) {
            case "payload" ->
                switch (f.severity()) {
                    case "critical" -> 0.9;
                    case "high" -> 0.4;
                    case "medium" -> 0.1;
                    default -> 0.02;
                };
            case "entry-point" -> f.severity().equals("high") ? 0.9 : 0.1;
            case "startup-code" -> f.severity().equals("high") ? 0.4 : 0.05;
            case Finding.UNSAFE, "native", "delta", "wheel" -> 0;
            case "metadata" -> f.severity().equals("medium") ? 0.1 : 0;
            default -> 0;
        };
    }
}
