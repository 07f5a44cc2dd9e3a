package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownVulnerableTest {
    private static final KnownAdvisory HOLE = advisory("GHSA-aaaa-bbbb-cccc", "critical", "1.5", "2.1");
    private static final KnownAdvisory LEAK = advisory("PYSEC-2026-7", "medium");

    @Test
    void aFileHasOneReasonAnAdvisory() {
        Decision decision = decide(Given.DEFAULTS, LEAK, HOLE);
        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        assertThat(decision.reasons())
                .extracting(Reason::rule, Reason::severity, Reason::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "known-vulnerable",
                                "critical",
                                "GHSA-aaaa-bbbb-cccc = CVE-2026-1 (critical), fixed in 1.5, 2.1"),
                        org.assertj.core.groups.Tuple.tuple(
                                "known-vulnerable", "medium", "PYSEC-2026-7 = CVE-2026-1 (medium), no fix known"));
        Reason first = decision.reasons().getFirst();
        assertThat(first.help())
                .isEqualTo("Move to 1.5 or a later release that mends it. What it is about: reads beyond the end");
        assertThat(first.facts())
                .containsEntry("advisory", "GHSA-aaaa-bbbb-cccc")
                .containsEntry("aliases", List.of("CVE-2026-1"))
                .containsEntry("fixed_in", List.of("1.5", "2.1"))
                .containsEntry("known_exploited", false);
        assertThat(decision.reasons()).allMatch(r -> Given.fitsReasonPhrase(r.message()));
    }

    @Test
    void theSettingIsTheLowestThatFires() {
        assertThat(decide(Given.DEFAULTS, advisory("A", "low")).reasons()).isEmpty();
        assertThat(decide(Given.DEFAULTS, advisory("A", "medium")).reasons()).hasSize(1);
        Policy high = Given.policy("[rules.known-vulnerable]", "severity = 'high'");
        assertThat(decide(high, LEAK, HOLE).reasons()).hasSize(1);
        Policy all = Given.policy("[rules.known-vulnerable]", "severity = 'info'");
        assertThat(decide(all, advisory("A", "info")).reasons()).hasSize(1);
    }

    @Test
    void aRecordWithoutAScoreFires() {
        Policy critical = Given.policy("[rules.known-vulnerable]", "severity = 'critical'");
        Reason reason = decide(critical, advisory("A-1", "")).reasons().getFirst();
        assertThat(reason.severity()).as("the rule's own").isEqualTo("high");
        assertThat(reason.message()).isEqualTo("A-1 = CVE-2026-1 (no score), no fix known");
        assertThat(reason.facts()).containsEntry("severity", "unknown");
    }

    @Test
    void eachIsWaivedForItself() {
        Policy one = Given.policy(waiver("known-vulnerable", "advisory = 'GHSA-aaaa-bbbb-cccc'"));
        Decision decision = decide(one, HOLE, advisory("PYSEC-2026-7", "medium", "3.0"));
        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        assertThat(decision.reasons()).extracting(Reason::waived).containsExactly(false, true);

        Policy both = Given.policy(waiver("known-vulnerable", "advisory = 'CVE-2026-1'"));
        Decision allowed = decide(both, HOLE, LEAK);
        assertThat(allowed.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(allowed.reasons()).hasSize(2).allMatch(Reason::waived);
        assertThat(allowed.changesAt()).contains(both.waivers().getFirst().expires());
    }

    @Test
    void saysTheSameOfAFileAndOfASighting() {
        Facts facts = Given.file().advisories(HOLE).facts();
        Reason ofFile = Given.decide(facts).leading().orElseThrow();
        Reason seen = Given.DEFAULTS
                .judge(Sighting.of(HOLE, "Example", "1.0", Optional.empty()), Given.NOW)
                .orElseThrow();
        assertThat(seen).isEqualTo(ofFile);
    }

    @Test
    void listsAFewAndCountsTheRest() {
        KnownAdvisory[] many = IntStream.range(0, 75)
                .mapToObj(i -> advisory("A-" + (100 + i), i == 74 ? "critical" : "medium"))
                .toArray(KnownAdvisory[]::new);
        Decision decision = decide(Given.DEFAULTS, many);
        assertThat(decision.reasons()).hasSize(Judgement.LISTED);
        assertThat(decision.reasons().getFirst().facts()).containsEntry("advisory", "A-174");
        assertThat(decision.reasons().getLast().facts()).containsEntry("not_listed", 65L);

        Policy waived = Given.policy(IntStream.range(0, 74)
                .mapToObj(i -> waiver("known-vulnerable", "advisory = 'A-" + (100 + i) + "'"))
                .toArray(String[]::new));
        assertThat(decide(waived, many).verdict())
                .as("what is left counts, however many there are")
                .isEqualTo(Verdict.DENY);
    }

    /** What is worked out once for a release is what each of its files would get for itself: waivers of one file, and other releases, too. */
    @Test
    void filesJudgedTogetherAreJudgedAsEachForItself() {
        String one = "a".repeat(64);
        Policy waived = Given.policy(
                waiver("known-vulnerable", "sha256 = '" + one + "'"),
                waiver("known-malicious", "advisory = 'MAL-1'\nproject = 'other'"));
        List<KnownAdvisory> all = List.of(HOLE, LEAK, malware("MAL-1"));
        for (Policy policy : List.of(Given.DEFAULTS, waived)) {
            Judging judging = policy.judging(Given.NOW);
            for (String version : List.of("1.0", "1.1", "1.0")) {
                for (String project : List.of("example", "other")) {
                    for (String sha256 : List.of(one, "b".repeat(64))) {
                        Facts facts = Facts.of(project, version, "x-" + version + ".tar.gz", "sdist")
                                .hashes(Map.of("sha256", sha256))
                                .uploadTime(Optional.of(Given.NOW.minusSeconds(1)))
                                .advisories(all)
                                .build();
                        assertThat(judging.decide(facts)).isEqualTo(policy.decide(facts, Given.NOW));
                    }
                }
            }
        }
    }

    private static KnownAdvisory malware(String id) {
        return new KnownAdvisory(id, List.of(), "", true, false, List.of(), "takes over");
    }

    @Test
    void exploitedOnesComeFirst() {
        KnownAdvisory exploited =
                new KnownAdvisory("Z-9", List.of(), "critical", false, true, List.of("2", "3", "4", "5", "6"), "");
        Reason reason = decide(Given.DEFAULTS, HOLE, exploited).reasons().getFirst();
        assertThat(reason.message()).isEqualTo("Z-9 (critical, exploited), fixed in 2, 3, 4 and 2 more");
        assertThat(reason.help()).isEqualTo("Move to 2 or a later release that mends it.");
    }

    @Test
    void rulesOfAFileSeeThem() {
        Policy policy = Given.only("advisories.exists(a, a.known_exploited || 'CVE-2026-1' in a.aliases)", "deny");
        assertThat(decide(policy, HOLE).reasons().getFirst().facts())
                .containsEntry("advisories", List.of("GHSA-aaaa-bbbb-cccc"));
        assertThat(decide(policy).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decide(
                                Given.only("size(advisories) > 1 && advisories[0].severity == 'critical'", "hold"),
                                HOLE,
                                LEAK)
                        .verdict())
                .isEqualTo(Verdict.HOLD);
    }

    static KnownAdvisory advisory(String id, String severity, String... fixed) {
        return new KnownAdvisory(
                id, List.of("CVE-2026-1"), severity, false, false, List.of(fixed), "reads beyond the end");
    }

    private static Decision decide(Policy policy, KnownAdvisory... advisories) {
        return policy.decide(Given.file().advisories(advisories).facts(), Given.NOW);
    }

    private static String waiver(String rule, String scope) {
        return "[[waiver]]\nrule = '" + rule + "'\n" + scope
                + "\nowner = 'ann'\nreason = 'not open to it'\nexpires = 2026-12-31\n";
    }
}
