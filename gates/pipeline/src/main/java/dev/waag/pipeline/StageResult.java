package dev.waag.pipeline;

import dev.waag.core.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a stage went.
 *
 * @param message why it did not pass; empty where it did
 * @param said the end of what its program wrote
 * @param maxRssBytes the most memory that its processes had, as far as that was seen
 */
public record StageResult(
        String name,
        Outcome outcome,
        Duration duration,
        long maxRssBytes,
        Map<String, Sha256> inputs,
        Map<String, Sha256> outputs,
        String message,
        String said,
        List<StageFinding> findings) {
    /** What became of a stage. */
    public enum Outcome {
        PASS,
        FAIL,
        /** Its inputs are not what earlier stages signed. */
        REFUSED,
        SKIPPED;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public StageResult {
        inputs = new TreeMap<>(inputs);
        outputs = new TreeMap<>(outputs);
        findings = List.copyOf(findings);
    }

    static StageResult skipped(String name) {
        return new StageResult(name, Outcome.SKIPPED, Duration.ZERO, 0, Map.of(), Map.of(), "", "", List.of());
    }
}
