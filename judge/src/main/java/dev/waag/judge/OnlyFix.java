package dev.waag.judge;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.Vulnerability;
import dev.waag.policy.Policy;
import dev.waag.policy.RuleView;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The release of a project that need not wait for {@code cooldown}: what a client would get without it is vulnerable, and it is the lowest
 * version above that one which no advisory affects.
 *
 * @param version the release; empty where there is none such
 * @param advisories ids of what affects the release that a client would get otherwise
 */
public record OnlyFix(Optional<Version> version, List<String> advisories) {
    /** No release passes early. */
    public static final OnlyFix NONE = new OnlyFix(Optional.empty(), List.of());

    /** One file of the project. */
    public record Candidate(String version, Optional<Instant> uploaded, boolean yanked) {}

    /** @param files all that the index has of the project */
    public static OnlyFix of(
            AdvisoryIndex advisories, Policy policy, ProjectName project, Collection<Candidate> files, Instant now) {
        Duration wait = policy.rule("cooldown").map(OnlyFix::wait).orElse(Duration.ZERO);
        TreeMap<Version, Boolean> waiting = new TreeMap<>();
        for (Candidate file : files) {
            Optional<Version> version = Version.parse(file.version());
            if (version.isPresent() && !file.yanked() && !version.get().isPrerelease()) {
                boolean young =
                        file.uploaded().map(t -> t.plus(wait).isAfter(now)).orElse(true);
                waiting.merge(version.get(), young, Boolean::logicalAnd);
            }
        }
        Optional<Version> otherwise = waiting.descendingMap().entrySet().stream()
                .filter(e -> !e.getValue())
                .map(Map.Entry::getKey)
                .findFirst();
        if (otherwise.isEmpty() || !waiting.containsValue(true)) {
            return NONE;
        }
        List<String> affecting = advisories.affecting(project, otherwise.get()).stream()
                .map(Vulnerability::id)
                .toList();
        if (affecting.isEmpty()) {
            return NONE;
        }
        Set<Version> all = new TreeSet<>(waiting.keySet());
        Optional<Version> fix = advisories.firstUnaffected(project, otherwise.get(), all);
        return fix.isPresent() ? new OnlyFix(fix, affecting) : NONE;
    }

    /** How long that rule, {@code cooldown}, holds a file. */
    static Duration wait(RuleView cooldown) {
        return cooldown.settings().get("hours") instanceof Number hours
                ? Duration.ofMillis((long) (hours.doubleValue() * 3.6e6))
                : Duration.ZERO;
    }

    /** What {@link dev.waag.policy.Facts#onlyFixFor} is for a file of that version. */
    public List<String> forVersion(String text) {
        return version.isPresent() && version.equals(Version.parse(text)) ? advisories : List.of();
    }
}
