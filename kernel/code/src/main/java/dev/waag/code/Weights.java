package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The fitted weights, {@code weights.tsv}: a line a signal, with its weights at install, at start, at import and when called. */
final class Weights {
    private static final double[][] TABLE = read();

    private Weights() {}

    static double of(Signal signal, Phase phase) {
        return TABLE[signal.ordinal()][phase.ordinal()];
    }

    private static double[][] read() {
        double[][] table = new double[Signal.values().length][];
        try (InputStream in = Weights.class.getResourceAsStream("weights.tsv")) {
            if (in == null) {
                throw new IllegalStateException("weights.tsv is missing from the module");
            }
            for (String line : new String(in.readAllBytes(), UTF_8).split("\n")) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] parts = line.split("\t");
                    double[] row = new double[Phase.values().length];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = Double.parseDouble(parts[i + 1]);
                    }
                    table[Signal.valueOf(parts[0]).ordinal()] = row;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Signal signal : Signal.values()) {
            if (table[signal.ordinal()] == null) {
                throw new IllegalStateException("weights.tsv has no line for " + signal);
            }
        }
        return table;
    }
}
