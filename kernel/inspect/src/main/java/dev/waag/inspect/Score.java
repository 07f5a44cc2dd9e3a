package dev.waag.inspect;

import java.util.List;

/** One number from what was found outside sources, and from the sources' own. */
final class Score {
    private Score() {}

    /** Findings count as independent witnesses: each takes its share of the doubt that is left. */
    static double of(List<Finding> findings, double code) {
        double doubt = 1 - code;
        for (Finding f : findings) {
            doubt *= 1 - weight(f);
        }
        return Math.round((1 - doubt) * 1000) / 1000.0;
    }

    private static double weight(Finding f) {
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
            case "metadata" -> f.severity().equals("medium") ? 0.1 : 0;
            default -> 0;
        };
    }
}
