package dev.waag.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.policy.Policy;
import dev.waag.store.FileRecord;
import dev.waag.testkit.Osv;
import dev.waag.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The release that alone mends what a client would get otherwise need not wait for cooldown. */
class EarlyFixTest {
    private static final Duration OLD = Duration.ofDays(400);
    private static final Duration YOUNG = Duration.ofHours(5);

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private Court court;

    @BeforeEach
    void open() throws Exception {
        court = new Court(root, clock, Policy.defaults());
        court.judge.use(Osv.index(Osv.of("GHSA-1", "kaas").fixedIn("1.2")), "a");
    }

    @AfterEach
    void close() throws Exception {
        court.close();
    }

    private static List<String> verdicts(List<FileRecord> files) {
        return files.stream().map(f -> f.decision().verdict()).toList();
    }

    @Test
    void theLowestVersionThatNoAdvisoryAffectsPassesAndTheLedgerSaysWhy() throws Exception {
        List<FileRecord> judged =
                court.judge(Court.wheel("1.1", OLD), Court.wheel("1.2", YOUNG), Court.wheel("1.3", YOUNG));
        assertThat(verdicts(judged)).containsExactly("deny", "allow", "hold");
        JsonNode reason = court.entries("decision").get(1).path("reasons").path(0);
        assertThat(reason.path("rule").asString()).isEqualTo("cooldown");
        assertThat(reason.path("message").asString()).contains("only fix").contains("GHSA-1");
        assertThat(reason.path("facts").path("passed_early").asBoolean()).isTrue();
    }

    @Test
    void withoutTheHoleNothingPassesEarly() throws Exception {
        court.judge.useNoAdvisories();
        assertThat(verdicts(court.judge(Court.wheel("1.1", OLD), Court.wheel("1.2", YOUNG))))
                .containsExactly("allow", "hold");
        court.judge.use(Osv.index(Osv.of("GHSA-1", "kaas").fixedIn("1.0")), "b");
        assertThat(verdicts(court.judge(Court.wheel("1.1", OLD), Court.wheel("1.2", YOUNG))))
                .containsExactly("allow", "hold");
    }

    @Test
    void aLowerFixOvertakesAHigherOne() throws Exception {
        List<FileRecord> first = court.judge(Court.wheel("1.1", OLD), Court.wheel("1.3", YOUNG));
        assertThat(verdicts(first)).containsExactly("deny", "allow");
        FileRecord lower = Court.wheel("1.2", YOUNG);
        Sweep sweep = court.sweep(first.getFirst(), first.getLast(), lower);
        assertThat(sweep.overtakes(first.getFirst())).isFalse();
        assertThat(sweep.overtakes(first.getLast())).isTrue();
        List<FileRecord> second = court.judge(first.getFirst(), first.getLast(), lower);
        assertThat(verdicts(second)).containsExactly("deny", "hold", "allow");
        Sweep settled = court.sweep(second.toArray(FileRecord[]::new));
        assertThat(second).noneMatch(settled::overtakes);
    }

    @Test
    void aYankedFixLetsTheNextOnePass() throws Exception {
        List<FileRecord> first =
                court.judge(Court.wheel("1.1", OLD), Court.wheel("1.2", YOUNG), Court.wheel("1.3", YOUNG));
        FileRecord yanked = Court.wheel("1.2", YOUNG, Optional.of("broken"));
        assertThat(court.sweep(first.getFirst(), yanked, first.getLast()).overtakes(first.getLast()))
                .isTrue();
    }

    @Test
    void oncePublicLongEnoughItNeedsNoExcuse() throws Exception {
        List<FileRecord> first = court.judge(Court.wheel("1.1", OLD), Court.wheel("1.2", YOUNG));
        clock.advance(Duration.ofDays(4));
        List<FileRecord> later = court.judge(first.toArray(FileRecord[]::new));
        assertThat(verdicts(later)).containsExactly("deny", "allow");
        assertThat(later.getLast().decision().reasons()).isEmpty();
    }

    @Test
    void whileAdvisoriesAreAwaitedNothingIsOvertaken() throws Exception {
        List<FileRecord> first = court.judge(Court.wheel("1.1", OLD), Court.wheel("1.2", YOUNG));
        court.judge.awaitAdvisories();
        Sweep sweep = court.sweep(first.toArray(FileRecord[]::new));
        assertThat(first).noneMatch(sweep::overtakes);
    }
}
