package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/** The fitted weights, {@code weights.tsv}: a line a signal, with its weights at install, at start, at import and when called. */
final class Weights {
    private static final Map<Signal, Map<Phase, Double>> TABLE = read();

    private Weights() {}

    static double of(Signal signal, Phase phase) {
        Map<Phase, Double> row = TABLE.get(signal);
        Double weight = row == null ? null : row.get(phase);
        if (weight == null) {
            throw new IllegalStateException("weights.tsv has no weight for " + signal + " " + phase.text());
        }
        return weight;
    }

    private static Map<Signal, Map<Phase, Double>> read() {
        Map<Signal, Map<Phase, Double>> table = new EnumMap<>(Signal.class);
        try (InputStream in = Weights.class.getResourceAsStream("weights.tsv")) {
            if (in == null) {
                throw new IllegalStateException("weights.tsv is missing from the module");
            }
            for (String line : new String(in.readAllBytes(), UTF_8).split("\n")) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] parts = line.split("\t");
                    Map<Phase, Double> row = new EnumMap<>(Phase.class);
                    int column = 1;
                    for (Phase phase : Phase.values()) {
                        row.put(phase, Double.valueOf(parts[column++]));
                    }
                    table.put(Signal.valueOf(parts[0]), row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
