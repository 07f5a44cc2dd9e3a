package dev.waag.release;

import dev.waag.sign.VerifyKey;
import java.util.List;

/**
 * How the release gate is set up.
 *
 * @param channels in the order of promotion
 * @param approvals how many people other than the publisher must approve a release before it is promoted
 * @param rollbackOnRecall whether a recall takes channels back by itself
 * @param twoPersonPolicy whether another policy needs a second person
 * @param fileBytes the largest file that is taken
 * @param rules that a release must meet to be promoted
 * @param stages of the pipeline whose signed links must lead to a release's files before it is promoted, in their order
 * @param stageKeys whose signatures on links count; empty: those of the gate's ring with the purpose {@code pipeline}
 */
public record ReleaseSettings(
        List<String> channels,
        int approvals,
        boolean rollbackOnRecall,
        boolean twoPersonPolicy,
        long fileBytes,
        List<ReleaseRule> rules,
        List<String> stages,
        List<VerifyKey> stageKeys) {
    /** Where nothing else is said. */
    public static final ReleaseSettings DEFAULT = new ReleaseSettings(
            List.of("staging", "stable"), 1, false, false, 2L << 30, List.of(), List.of(), List.of());

    public ReleaseSettings {
        channels = List.copyOf(channels);
        rules = List.copyOf(rules);
        stages = List.copyOf(stages);
        stageKeys = List.copyOf(stageKeys);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("there must be a channel");
        }
    }

    String first() {
        return channels.getFirst();
    }

    String last() {
        return channels.getLast();
    }
}
