package dev.waag.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.policy.Policy;
import dev.waag.policy.Waiver;
import dev.waag.python.ProjectName;
import dev.waag.store.FileRecord;
import dev.waag.store.LedgerEntry;
import dev.waag.testkit.Osv;
import dev.waag.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What advisories do to decisions, and when a decision is made anew for their sake. */
class AdvisoriesInForceTest {
    private static final Duration OLD = Duration.ofDays(400);
    private static final ProjectName OTHER = new ProjectName("other");
    private static final Osv HOLE =
            Osv.of("GHSA-1", "kaas").fixedIn("1.5").aliases("CVE-2026-1").severity("HIGH");

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private Court court;

    @BeforeEach
    void open() throws Exception {
        court = new Court(root, clock, Policy.defaults());
    }

    @AfterEach
    void close() throws Exception {
        court.close();
    }

    private void advise(String id, Osv... records) throws Exception {
        court.judge.use(Osv.index(records), id);
    }

    private String basis(ProjectName project) {
        return court.judge.grounds().basis(project);
    }

    @Test
    void whatIsVulnerableOrMaliciousIsDeniedAndWhatMendsItIsNot() throws Exception {
        advise("a", HOLE, Osv.of("MAL-1", "kaas").from("3"));
        List<FileRecord> judged =
                court.judge(Court.wheel("1.0", OLD), Court.wheel("1.5", OLD), Court.wheel("3.0", OLD));
        assertThat(judged).extracting(f -> f.decision().verdict()).containsExactly("deny", "allow", "deny");
        assertThat(judged.getFirst().decision().rules()).containsExactly("known-vulnerable");
        assertThat(judged.getLast().decision().rules()).containsExactly("known-malicious");
        JsonNode facts =
                court.entries("decision").getFirst().path("reasons").path(0).path("facts");
        assertThat(facts.path("advisory").asString()).isEqualTo("GHSA-1");
        assertThat(facts.path("aliases").path(0).asString()).isEqualTo("CVE-2026-1");
        assertThat(facts.path("fixed_in").path(0).asString()).isEqualTo("1.5");
    }

    @Test
    void aWaiverByAnAliasLetsItThrough() throws Exception {
        advise("a", HOLE);
        Waiver asked = Court.waiver("known-vulnerable", "kaas", clock.instant().plus(Duration.ofDays(30)));
        court.judge.waive(
                new Waiver(
                        "",
                        asked.rule(),
                        asked.project(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("CVE-2026-1"),
                        "me",
                        "not reachable",
                        asked.expires()),
                "me");
        FileRecord judged = court.judge(Court.wheel("1.0", OLD)).getFirst();
        assertThat(judged.decision().allows()).isTrue();
        assertThat(judged.decision().reasons().getFirst().facts()).containsEntry("waived", true);
    }

    @Test
    void onlyProjectsWhoseAdvisoriesChangedAreOnAnotherBasis() throws Exception {
        assertThat(basis(Court.KAAS)).isEqualTo(Policy.defaults().digest());
        advise("a", HOLE);
        String first = basis(Court.KAAS);
        assertThat(first).isNotEqualTo(Policy.defaults().digest());
        assertThat(basis(OTHER)).isEqualTo(Policy.defaults().digest());
        advise("b", HOLE, Osv.of("GHSA-2", "other"));
        assertThat(basis(Court.KAAS)).isEqualTo(first);
        assertThat(court.judge.grounds().uphold(Court.KAAS, first)).isTrue();
        assertThat(court.judge.grounds().uphold(OTHER, Policy.defaults().digest()))
                .isFalse();
        advise("c", HOLE.severity("LOW"), Osv.of("GHSA-2", "other"));
        assertThat(basis(Court.KAAS)).isNotEqualTo(first);
        court.judge.use(Osv.index(Set.of("CVE-2026-1"), HOLE), "d");
        assertThat(basis(Court.KAAS)).as("known to be exploited").isNotEqualTo(first);
        court.judge.useNoAdvisories();
        assertThat(basis(Court.KAAS)).isEqualTo(Policy.defaults().digest());
    }

    @Test
    void untilTheAdvisoriesAreThereWhatTheLastOnesDecidedStands() throws Exception {
        advise("a", HOLE);
        String before = basis(Court.KAAS);
        court.judge.awaitAdvisories();
        Grounds awaiting = court.judge.grounds();
        assertThat(awaiting.uphold(Court.KAAS, before)).isTrue();
        assertThat(awaiting.uphold(Court.KAAS, "0".repeat(64))).isFalse();
        assertThat(court.judge(Court.wheel("1.0", OLD)).getFirst().decision().allows())
                .isTrue();
        String meanwhile = basis(Court.KAAS);
        assertThat(awaiting.uphold(Court.KAAS, meanwhile)).isTrue();
        advise("a", HOLE);
        assertThat(court.judge.grounds().uphold(Court.KAAS, meanwhile)).isFalse();
        advise("b", Osv.of("GHSA-2", "other"));
        assertThat(court.judge.grounds().uphold(Court.KAAS, meanwhile))
                .as("without advisories of its own it is judged anew all the same")
                .isFalse();
    }

    @Test
    void anotherPolicyKeepsTheAdvisories() throws Exception {
        advise("a", HOLE);
        court.judge.use(Court.policy("[rules.known-vulnerable]", "severity = \"critical\""), "me");
        assertThat(court.judge(Court.wheel("1.0", OLD)).getFirst().decision().allows())
                .isTrue();
        court.judge.use(Policy.defaults(), "me");
        assertThat(court.judge(Court.wheel("1.0", OLD)).getFirst().decision().allows())
                .isFalse();
    }

    @Test
    void eachSetIsEnteredOnceWithItsSources() throws Exception {
        advise("a", HOLE, Osv.of("GHSA-2", "other"));
        advise("a", HOLE, Osv.of("GHSA-2", "other"));
        court.judge.use(Osv.index(Set.of("CVE-2026-1"), HOLE), "b");
        List<JsonNode> entries = court.entries("advisories");
        assertThat(entries).extracting(e -> e.path("id").asString()).containsExactly("a", "b", "b");
        assertThat(entries).extracting(e -> e.path("source").asString()).containsExactly("test", "test", "exploited");
        assertThat(entries).extracting(e -> e.path("records").asInt()).containsExactly(2, 1, 1);
        assertThat(entries.getFirst().path("as_of").asString()).isEqualTo("2026-11-22T00:00:00Z");
        court.close();
        court = new Court(root, clock, Policy.defaults());
        assertThat(court.judge.lastAdvisories()).contains("b");
        court.judge.use(Osv.index(Set.of("CVE-2026-1"), HOLE), "b");
        assertThat(court.entries("advisories")).hasSize(3);
        court.judge.useNoAdvisories();
        court.judge.useNoAdvisories();
        assertThat(court.entries("advisories"))
                .hasSize(4)
                .last()
                .satisfies(e -> assertThat(e.path("records").asInt()).isZero());
        assertThat(court.judge.lastAdvisories()).isEmpty();
    }

    @Test
    void anotherAdvisoryBehindTheSameVerdictIsAnotherDecision() throws Exception {
        advise("a", HOLE);
        FileRecord first = court.judge(Court.wheel("1.0", OLD)).getFirst();
        advise("b", HOLE, Osv.of("GHSA-2", "kaas"));
        FileRecord second = court.judge(first).getFirst();
        assertThat(second.decision().entry()).isNotEqualTo(first.decision().entry());
        clock.advance(Duration.ofHours(1));
        FileRecord third = court.judge(second).getFirst();
        assertThat(third).as("the same decision altogether is the last one").isEqualTo(second);
        assertThat(court.entries("decision")).hasSize(2);
    }

    /** However many and however long, they are one entry. */
    @Test
    void whateverAdvisoriesSayTheEntryFits() throws Exception {
        String[] aliases = new String[60];
        for (int i = 0; i < aliases.length; i++) {
            aliases[i] = "ALIAS-" + i + "x".repeat(2000);
        }
        Osv[] many = new Osv[300];
        for (int i = 0; i < many.length; i++) {
            many[i] = Osv.of("GHSA-" + i, "kaas").summary("long ".repeat(2000));
        }
        many[0] = many[0].aliases(aliases);
        advise("a", many);
        court.judge(Court.wheel("1.0", OLD));
        JsonNode entry = court.entries("decision").getFirst();
        assertThat(entry.toString().length()).isLessThan(LedgerEntry.MAX_BYTES);
        assertThat(entry.path("reasons").size()).isPositive();
        assertThat(entry.path("reasons").size()
                        + entry.path("reasons_not_listed").asInt())
                .isEqualTo(10);
    }
}
