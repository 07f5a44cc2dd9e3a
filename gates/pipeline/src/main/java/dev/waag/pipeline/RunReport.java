package dev.waag.pipeline;

import dev.waag.core.Exit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a run went.
 *
 * @param stages in the order in which they ran or would have run
 * @param tools scanners that ran
 * @param baseline fingerprints of findings that were there before
 */
public record RunReport(
        String pipeline, List<StageResult> stages, List<StageWork.Tool> tools, Set<String> baseline, Instant at) {
    public RunReport {
        stages = List.copyOf(stages);
        tools = List.copyOf(tools);
        baseline = Set.copyOf(baseline);
    }

    /** The stage that halted the line. */
    public Optional<StageResult> failed() {
        return stages.stream()
                .filter(s -> s.outcome() == StageResult.Outcome.FAIL || s.outcome() == StageResult.Outcome.REFUSED)
                .findFirst();
    }

    /** All findings, in the order of the stages. */
    public List<StageFinding> findings() {
        return stages.stream().flatMap(s -> s.findings().stream()).toList();
    }

    public boolean isNew(StageFinding f) {
        return !baseline.contains(f.fingerprint());
    }

    public Exit exit() {
        return failed().isPresent() ? Exit.FINDINGS : Exit.OK;
    }
}
