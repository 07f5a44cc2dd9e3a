package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.index.ReleaseReader.Found;
import dev.waag.lock.PinSource;
import dev.waag.policy.KnownAdvisory;
import dev.waag.policy.Policy;
import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import dev.waag.report.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TogetherTest {
    private final Map<String, List<String>> versions = new LinkedHashMap<>();
    private final Map<String, List<String>> requires = new LinkedHashMap<>();
    private final List<Item> pins = new ArrayList<>();

    @Test
    void takesTheLowestOfEach() {
        Item a = pin("aap", "1", "2", "3");
        Item b = pin("beer", "1", "5");
        assertThat(chosen(a, b)).isEqualTo(Map.of("aap", "2", "beer", "5"));
    }

    @Test
    void goesHigherRatherThanMovingAnother() {
        Item a = pin("aap", "1", "2", "3");
        pin("beer", "1", "2");
        needs("aap 2", "beer>=2");
        needs("aap 3", "beer>=1");
        assertThat(chosen(a)).isEqualTo(Map.of("aap", "3"));
    }

    @Test
    void movesAnotherWhereNothingElseWillDo() {
        Item a = pin("aap", "1", "2");
        pin("beer", "1", "2", "3");
        needs("aap 2", "beer>=2");
        assertThat(chosen(a)).isEqualTo(Map.of("aap", "2", "beer", "2"));
    }

    @Test
    void movesThePinThatHoldsItBack() {
        Item a = pin("aap", "1", "2");
        pin("plank", "1", "1.1", "1.2");
        needs("plank 1", "aap<2");
        needs("plank 1.1", "aap<2");
        assertThat(chosen(a)).isEqualTo(Map.of("aap", "2", "plank", "1.2"));
    }

    @Test
    void agreesOnBothOfTwo() {
        Item a = pin("aap", "1", "2", "3");
        Item b = pin("beer", "1", "2", "3");
        needs("aap 2", "beer==3");
        needs("beer 3", "aap!=2");
        assertThat(chosen(a, b)).isEqualTo(Map.of("aap", "3", "beer", "2"));
    }

    @Test
    void saysWhatIsInTheWayAndFixesTheRest() {
        Item a = pin("aap", "1", "2");
        Item b = pin("beer", "1", "2");
        needs("aap 2", "kat>=1");
        Together.Choice choice = choose(a, b);
        assertThat(texts(choice)).isEqualTo(Map.of("beer", "2"));
        assertThat(choice.why()).containsExactly(Map.entry(a, "aap 2 needs kat>=1, which the lock does not have"));
    }

    @Test
    void doesNotMissWhatTheLockLeftOutBefore() {
        Item a = pin("aap", "1", "2");
        needs("aap 1", "kat");
        needs("aap 2", "kat>=1");
        assertThat(chosen(a)).isEqualTo(Map.of("aap", "2"));
    }

    private Item pin(String name, String version, String... above) {
        Item item = new Item(
                ProjectName.parse(name).orElseThrow(),
                version,
                "",
                "requirements.txt",
                pins.size() + 1,
                List.of(),
                List.of(),
                PinSource.DEFAULT_INDEX,
                true,
                List.of(),
                "",
                Item.Origin.LOCK);
        versions.put(name, List.of(above));
        pins.add(item);
        return item;
    }

    private void needs(String release, String... requirements) {
        requires.put(release, List.of(requirements));
    }

    private Map<String, String> chosen(Item... items) {
        return texts(choose(items));
    }

    private static Map<String, String> texts(Together.Choice choice) {
        Map<String, String> texts = new LinkedHashMap<>();
        choice.chosen().forEach((i, c) -> texts.put(i.name().value(), c.version()));
        return texts;
    }

    private Together.Choice choose(Item... items) {
        return new Together(pins, needs, this::candidates)
                .choose(List.of(items).stream().map(this::candidates).toList());
    }

    private Candidates candidates(Item item) {
        return new Candidates(
                item,
                versions.getOrDefault(item.name().value(), List.of()),
                List.of(),
                Optional.empty(),
                new Candidates.Judges(
                        Policy.defaults(), Target.of(Optional.empty(), Optional.empty()), nothingKnown, Instant.EPOCH));
    }

    private final Together.Needs needs = new Together.Needs() {
        @Override
        public Optional<List<Requirement>> of(Item item, Optional<Candidate> candidate) {
            String release =
                    item.name() + " " + candidate.map(Candidate::version).orElse(item.version());
            return Optional.of(requires.getOrDefault(release, List.of()).stream()
                    .map(TogetherTest::requirement)
                    .toList());
        }

        @Override
        public boolean mayNeed(Item item, Set<ProjectName> moving) {
            return true;
        }
    };

    private static Requirement requirement(String text) {
        try {
            return Requirement.parse(text);
        } catch (RequirementException e) {
            throw new AssertionError(e);
        }
    }

    /** No index, and advisories that affect nothing. */
    private final Candidates.Releases nothingKnown = new Candidates.Releases() {
        @Override
        public Optional<List<String>> versions(Item item) {
            return Optional.empty();
        }

        @Override
        public Optional<List<KnownAdvisory>> affecting(Item item, String version) {
            return Optional.of(List.of());
        }

        @Override
        public Optional<Found> release(Item item, String version) {
            return Optional.empty();
        }

        @Override
        public List<Finding> judge(Item item, Found found, List<KnownAdvisory> known) {
            return List.of();
        }
    };
}
