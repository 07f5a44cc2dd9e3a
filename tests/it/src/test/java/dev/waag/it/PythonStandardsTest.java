package dev.waag.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.process.ProcessException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Python's packaging standards are read here as {@code packaging}, the library of Python's own tools, reads them: the same strings accepted,
 * printed and judged alike, but for the differences that docs/python-standards.md justifies, which also says
 * how to run this on more strings.
 */
final class PythonStandardsTest {
    private static final Set<StandardsDifference> SEEN = EnumSet.noneOf(StandardsDifference.class);
    private static final Map<String, Integer> COUNTS = new TreeMap<>();
    private static final Map<String, List<String>> MISMATCHES = new HashMap<>();

    @BeforeAll
    static void compare() throws ProcessException {
        PackagingAnswers.lines().map(Json.MAPPER::readTree).forEach(c -> {
            String kind = c.path("kind").asString();
            COUNTS.merge(kind, 1, Integer::sum);
            mismatch(c)
                    .ifPresent(m -> MISMATCHES
                            .computeIfAbsent(kind, k -> new ArrayList<>())
                            .add(m));
        });
        System.out.println("PythonStandardsTest: compared " + COUNTS);
    }

    @Test
    void versionsAreEqual() {
        check("version", 4_000);
    }

    @Test
    void versionsAreOrderedAlike() {
        check("order", 2_000);
    }

    @Test
    void specifiersAreEqual() {
        check("specifiers", 4_000);
    }

    @Test
    void specifiersTakeTheSameVersions() {
        check("contains", 1_000);
    }

    @Test
    void requirementsAreEqual() {
        check("requirement", 4_000);
    }

    @Test
    void markersAreEqualAndHoldAlike() {
        check("marker", 4_000);
    }

    @Test
    void targetsHaveTheSameVariablesAndTags() {
        check("target", 16);
    }

    @Test
    void tagSetsAreEqual() {
        check("tag", 2_000);
    }

    @Test
    void wheelsAreRankedAlike() {
        check("wheel", 2_000);
    }

    /** A difference that no string shows any more is one that the documents must not speak of. */
    @Test
    void everyDifferenceNamedIsThere() {
        assertThat(SEEN).containsExactlyInAnyOrder(StandardsDifference.values());
    }

    private static void check(String kind, int atLeast) {
        assertThat(COUNTS.getOrDefault(kind, 0)).isGreaterThanOrEqualTo(atLeast);
        List<String> mismatches = MISMATCHES.getOrDefault(kind, List.of());
        assertThat(mismatches.stream().limit(20))
                .as("%d of %d differ", mismatches.size(), COUNTS.get(kind))
                .isEmpty();
    }

    private static Optional<String> mismatch(JsonNode c) {
        JsonNode theirs = c.path("answer");
        JsonNode ours = StandardsAnswers.answer(c);
        if (ours.equals(theirs)) {
            return Optional.empty();
        }
        Optional<StandardsDifference> known = StandardsDifference.of(c, ours);
        known.ifPresent(SEEN::add);
        return known.isPresent() ? Optional.empty() : Optional.of(c + "\n  but here: " + ours);
    }
}
