package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.policy.Policy;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The law of the gate: for any policy and any project, what the page offers is delivered and what it refuses is not. Tried on random ones; a
 * failure names its seed.
 */
class OfferedIsDeliveredTest {
    private static final int ROUNDS = 40;
    private static final List<String> ACTIONS = List.of("deny", "hold", "warn", "off");
    private static final List<String> EXPRESSIONS = List.of(
            "kind == 'sdist'",
            "size > 900",
            "age_hours < 100",
            "yanked",
            "requires_python == ''",
            "version.startsWith('1')",
            "filename.contains('-2')",
            "hashes['sha256'] > '8'",
            "status != 'active'",
            "provenance == ''",
            "claimed",
            "project.endsWith('3') && age_hours > 30.5",
            "size < age_hours");

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private int offered;
    private int refused;

    @Test
    void whatIsOfferedIsDeliveredAndNothingElse() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex();
                TestGate gate = new TestGate(root, index, clock)) {
            for (int seed = 0; seed < ROUNDS; seed++) {
                Random random = new Random(seed);
                String project = "project-" + seed;
                Map<String, Distribution> files = fill(index, project, random);
                for (int step = 0; step < 3; step++) {
                    gate.judge.use(policy(random), "test");
                    check(gate, project, files, "seed " + seed + ", step " + step);
                    clock.advance(Duration.ofMinutes(random.nextInt(6000)));
                    check(gate, project, files, "seed " + seed + ", step " + step + ", later");
                }
            }
        }
        assertThat(offered).as("the law was tried on what is offered").isGreaterThan(100);
        assertThat(refused).as("and on what is refused").isGreaterThan(100);
    }

    private void check(TestGate gate, String project, Map<String, Distribution> files, String when) throws Exception {
        List<JsonNode> page = gate.files(project);
        assertThat(page).as(when).hasSameSizeAs(files.values());
        for (JsonNode file : page) {
            Distribution d =
                    Objects.requireNonNull(files.get(file.path("filename").asString()), when);
            JsonNode yanked = file.path("yanked");
            boolean isRefused = yanked.isString() && yanked.asString().startsWith("Blocked by Waag: ");
            FileAnswer answer = gate.file(d);
            String what = when + ": " + file;
            if (isRefused) {
                refused++;
                assertThat(answer).as(what).isInstanceOf(FileAnswer.Refused.class);
                assertThat(((FileAnswer.Refused) answer).refusal().phrase())
                        .as("the page and the refusal say the same")
                        .isEqualTo(yanked.asString());
                assertThat(gate.metadata(d)).as(what).isInstanceOf(FileAnswer.Refused.class);
            } else {
                offered++;
                assertThat(TestGate.bytes(answer)).as(what).hasValue(d.bytes());
                boolean wheel = d.filename().endsWith(".whl");
                Optional<byte[]> metadata = TestGate.bytes(gate.metadata(d));
                assertThat(metadata.isPresent()).as(what).isEqualTo(wheel);
            }
        }
    }

    private Map<String, Distribution> fill(SimulatedIndex index, String project, Random random) {
        Map<String, Distribution> files = new LinkedHashMap<>();
        index.status(
                project, List.of("active", "active", "archived", "quarantined").get(random.nextInt(4)), "");
        for (int i = 0; i <= random.nextInt(6); i++) {
            Wheels maker = Wheels.of(project, (1 + i) + ".0")
                    .payload(random.nextInt(800))
                    .seed(random.nextLong());
            Distribution d = random.nextInt(3) == 0 ? maker.sdist() : maker.wheel();
            files.put(d.filename(), d);
            Listing listing = Listing.of(d).uploaded(clock.instant().minus(Duration.ofHours(random.nextInt(150))));
            if (random.nextInt(4) == 0) {
                listing.yanked(random.nextBoolean() ? "" : "broken");
            }
            if (random.nextInt(5) == 0) {
                listing.noTime();
            }
            if (random.nextInt(5) == 0) {
                listing.noSize();
            }
            if (random.nextInt(6) == 0) {
                listing.noHashes();
            }
            if (random.nextInt(2) == 0) {
                listing.requiresPython(">=3.9");
            }
            index.add(listing);
        }
        return files;
    }

    private static Policy policy(Random random) {
        List<String> lines = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            lines.add("extends = 'none'");
        } else {
            for (String rule :
                    List.of("cooldown", "missing-hash", "wheels-only", "yanked", "project-status", "lookalike")) {
                if (random.nextBoolean()) {
                    lines.add("[rules." + rule + "]\naction = '" + action(random) + "'");
                }
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add("[[rule]]\nid = 'mine-" + i + "'\nwhen = \"" + EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size()))
                    + "\"\naction = '" + action(random) + "'\nmessage = 'not {filename} of {project}'");
        }
        if (random.nextInt(3) == 0 && !lines.contains("extends = 'none'")) {
            lines.add("[[waiver]]\nrule = 'cooldown'\nproject = 'project-" + random.nextInt(ROUNDS)
                    + "'\nowner = 'me'\nreason = 'r'\nexpires = 2026-12-" + (10 + random.nextInt(10)));
        }
        return TestGate.policy(lines.toArray(String[]::new));
    }

    private static String action(Random random) {
        return ACTIONS.get(random.nextInt(ACTIONS.size()));
    }
}
