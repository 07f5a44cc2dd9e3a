package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws that hold for any policy and any file, tried on random ones; a failure names its seed. */
class LawsTest {
    private static final int ROUNDS = 150;

    private static final List<String> EXPRESSIONS = List.of(
            "age_hours < 30",
            "age_hours >= 100 && kind == 'wheel'",
            "size > 500 || age_hours > 50",
            "claimed && age_hours < 90.5",
            "age_hours < (yanked ? 10 : 60)",
            "!(30 <= age_hours) || status == 'archived'",
            "hashes['md5'] == 'x'",
            "project.startsWith('acme')",
            "size < age_hours",
            "!yanked && !(age_hours > 20 && age_hours <= 40)");

    @Test
    void aRuleThatSaysItCannotFireIsSilentNowAndLater() {
        int spared = 0;
        for (int seed = 0; seed < 300; seed++) {
            Facts facts = facts(new Random(seed));
            for (PackRule rule : PackRule.untouched()) {
                if (rule.rule().when().isEmpty() || rule.mayFire(facts, Given.NOW)) {
                    continue;
                }
                spared++;
                Scope scope = new Scope(facts, Given.NOW).with(rule.settings());
                Outcome outcome = rule.condition().judge(scope);
                assertThat(outcome).as("seed %d, %s", seed, rule.id()).isInstanceOf(Outcome.Silent.class);
                assertThat(rule.condition().nextChange(scope, outcome))
                        .as("seed %d, %s", seed, rule.id())
                        .isEmpty();
            }
        }
        assertThat(spared).isGreaterThan(1000);
    }

    @Test
    void theOrderOfAFileDoesNotMatter() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<String> tables = tables(random);
            Policy policy = policy(tables);
            Facts facts = facts(random);
            Collections.shuffle(tables, random);
            Policy shuffled = policy(tables);

            assertThat(shuffled.digest()).as("seed %d", seed).isEqualTo(policy.digest());
            assertThat(shuffled.decide(facts, Given.NOW))
                    .as("seed %d", seed)
                    .isEqualTo(policy.decide(facts, Given.NOW));
        }
    }

    @Test
    void oneMoreDenyRuleNeverWeakens() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<String> tables = tables(random);
            Policy policy = policy(tables);
            tables.add(rule(
                    "added",
                    random.nextBoolean() ? "yanked" : EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())),
                    "deny"));
            Policy stricter = policy(tables);
            for (int i = 0; i < 5; i++) {
                Facts facts = facts(random);
                assertThat(stricter.decide(facts, Given.NOW).verdict())
                        .as("seed %d: %s", seed, facts)
                        .isGreaterThanOrEqualTo(policy.decide(facts, Given.NOW).verdict());
            }
        }
    }

    @Test
    void aDecisionStandsUntilItSaysAndThenIsAnother() {
        int changes = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Policy policy = policy(tables(random));
            for (int i = 0; i < 5; i++) {
                Facts facts = facts(random);
                Decision decision = policy.decide(facts, Given.NOW);
                Instant end = decision.changesAt().orElse(Given.NOW.plus(Duration.ofDays(4_000)));
                long span = Duration.between(Given.NOW, end).toNanos();
                for (Instant t : new Instant[] {
                    Given.NOW.plusNanos((long) (random.nextDouble() * span)),
                    Given.NOW.plusNanos(span / 2),
                    end.minusNanos(1)
                }) {
                    assertThat(policy.decide(facts, t))
                            .as("seed %d at %s: %s", seed, t, facts)
                            .isEqualTo(decision);
                }
                if (decision.changesAt().isPresent()) {
                    changes++;
                    assertThat(policy.decide(facts, end))
                            .as("seed %d: %s", seed, facts)
                            .isNotEqualTo(decision);
                }
            }
        }
        assertThat(changes).as("the law was tried").isGreaterThan(ROUNDS);
    }

    private static Policy policy(List<String> tables) {
        return Given.policy(String.join("\n", tables));
    }

    private static List<String> tables(Random random) {
        List<String> tables = new ArrayList<>();
        tables.add("[rules.cooldown]\nhours = " + random.nextInt(200) + "\naction = '" + action(random) + "'");
        tables.add("[rules.yanked]\naction = '" + action(random) + "'");
        tables.add("[rules.project-status]\naction = '" + action(random) + "'");
        int rules = random.nextInt(4);
        for (int i = 0; i < rules; i++) {
            tables.add(rule("r" + i, EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())), action(random)));
        }
        for (String waived : List.of("cooldown", "wheels-only", "yanked")) {
            if (random.nextBoolean()) {
                tables.add("[[waiver]]\nrule = '" + waived + "'\nproject = '" + project(random)
                        + "'\nowner = 'me'\nreason = 'r'\nexpires = 2026-11-" + (20 + random.nextInt(10)));
            }
        }
        return tables;
    }

    private static String rule(String id, String when, String action) {
        return "[[rule]]\nid = '" + id + "'\nwhen = \"" + when + "\"\naction = '" + action
                + "'\nmessage = 'of {project}'";
    }

    private static String action(Random random) {
        return Action.words().get(random.nextInt(Action.words().size()));
    }

    private static String project(Random random) {
        return List.of("acme-tools", "numpy").get(random.nextInt(2));
    }

    private static Facts facts(Random random) {
        FactsDraft draft = Given.file()
                .say(Fact.PROJECT, project(random))
                .say(Fact.AGE_HOURS, random.nextDouble() * 200 - 10)
                .say(Fact.SIZE, (long) random.nextInt(1000))
                .say(Fact.KIND, random.nextInt(4) == 0 ? "sdist" : "wheel")
                .say(Fact.YANKED, random.nextInt(3) == 0)
                .say(Fact.CLAIMED, random.nextInt(5) == 0)
                .say(Fact.STATUS, List.of("active", "archived", "quarantined").get(random.nextInt(3)))
                .say(Fact.HASHES, random.nextBoolean() ? Map.of("sha256", "ab") : Map.of("md5", "x"));
        Optional.of(Fact.SIZE).filter(f -> random.nextInt(4) == 0).ifPresent(draft::forget);
        Optional.of(Fact.UPLOAD_TIME).filter(f -> random.nextInt(6) == 0).ifPresent(draft::forget);
        return draft.facts();
    }
}
