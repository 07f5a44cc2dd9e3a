package dev.waag.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waivers by the rule that they waive, the one that ends last first, so that the others' ends change nothing. */
final class WaiverBook {
    private static final Comparator<Waiver> LAST_FIRST =
            Comparator.comparing(Waiver::expires).reversed().thenComparing(Waiver::id);

    private final Map<String, List<Waiver>> byRule;

    WaiverBook(List<Waiver> waivers) {
        byRule = waivers.stream().sorted(LAST_FIRST).collect(Collectors.groupingBy(Waiver::rule));
    }

    /** The waiver that covers the file and ends last, expired or not. */
    Optional<Waiver> find(String rule, Facts facts) {
        for (Waiver waiver : byRule.getOrDefault(rule, List.of())) {
            if (waiver.covers(facts)) {
                return Optional.of(waiver);
            }
        }
        return Optional.empty();
    }
}
