package dev.waag.check;

import dev.waag.policy.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Check} is asked.
 *
 * @param paths locks, manifests, wheels and folders, as the user named them
 * @param excluded globs of files and folders that are passed over where a folder is searched
 * @param environments installed environments, or their {@code site-packages}
 * @param policyNamed whether the policy is one that was named, and not the pack that counts where none is
 * @param advisories sources of advisories, as {@code dev.waag.feeds} takes them; none for the index's own
 * @param kev the catalogue of exploited vulnerabilities
 * @param epss the list of exploit probabilities
 * @param maxAge how old the advisories may be
 * @param index the index that is asked for facts, or empty where none may be asked
 * @param gate the gate that requirements must not go round, where it is known
 * @param claimed patterns of the names that are claimed as internal, as {@code [[claim]]} has them
 * @param environment the variables in force
 * @param cache a folder of ours for what is kept from run to run
 */
public record CheckRequest(
        List<Path> paths,
        List<String> excluded,
        List<Path> environments,
        Policy policy,
        boolean policyNamed,
        List<String> advisories,
        Optional<String> kev,
        Optional<String> epss,
        Optional<Duration> maxAge,
        Optional<URI> index,
        Optional<URI> gate,
        Optional<String> python,
        Optional<String> platform,
        List<String> claimed,
        Map<String, String> environment,
        Path cache,
        String toolVersion) {
    public CheckRequest {
        paths = List.copyOf(paths);
        excluded = List.copyOf(excluded);
        environments = List.copyOf(environments);
        advisories = List.copyOf(advisories);
        claimed = List.copyOf(claimed);
    }

    /** Whether the index that is asked is the gate itself: what it refuses is yanked there, with the reason. */
    boolean asksGate() {
        return index.isPresent()
                && gate.isPresent()
                && String.valueOf(index.get().getAuthority())
                        .equalsIgnoreCase(gate.get().getAuthority());
    }
}
