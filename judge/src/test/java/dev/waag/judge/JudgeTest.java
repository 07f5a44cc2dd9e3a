package dev.waag.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.policy.Policy;
import dev.waag.store.FileRecord;
import dev.waag.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class JudgeTest {
    private static final Duration OLD = Duration.ofDays(400);
    private static final Duration HOUR = Duration.ofHours(1);

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

    @Test
    void aDecisionIsEnteredWithWhatItIsAbout() throws Exception {
        FileRecord held = court.judge(Court.wheel("1.0", HOUR)).getFirst();
        List<JsonNode> entries = court.entries("decision");
        assertThat(entries).hasSize(1);
        JsonNode entry = entries.getFirst();
        assertThat(entry.path("project").asString()).isEqualTo("kaas");
        assertThat(entry.path("version").asString()).isEqualTo("1.0");
        assertThat(entry.path("filename").asString()).isEqualTo("kaas-1.0-py3-none-any.whl");
        assertThat(entry.path("sha256").asString()).hasSize(64);
        assertThat(entry.path("verdict").asString()).isEqualTo("hold");
        assertThat(entry.path("rules").path(0).asString()).isEqualTo("cooldown");
        assertThat(entry.path("actor").asString()).isEqualTo("waag");
        assertThat(Instant.parse(entry.path("at").asString())).isEqualTo(clock.instant());
        assertThat(Instant.parse(entry.path("valid_until").asString()))
                .isEqualTo(clock.instant().plus(Duration.ofHours(71)));
        assertThat(held.decision().entry()).isEqualTo(1); // the policy's own entry is the first
    }

    @Test
    void anEqualDecisionIsNotEnteredAgain() throws Exception {
        List<FileRecord> first = court.judge(Court.wheel("1.0", OLD), Court.wheel("2.0", HOUR));
        List<FileRecord> again = court.judge(first.toArray(FileRecord[]::new));
        assertThat(again).extracting(f -> f.decision().entry()).containsExactly(1L, 2L);
        clock.advance(Duration.ofHours(2));
        assertThat(court.judge(again.toArray(FileRecord[]::new)))
                .extracting(f -> f.decision().entry())
                .containsExactly(1L, 2L);
        assertThat(court.entries("decision")).hasSize(2);
    }

    @Test
    void aDecisionThatDiffersIsEnteredOnce() throws Exception {
        FileRecord held = court.judge(Court.wheel("1.0", HOUR)).getFirst();
        Instant end = held.decision().changesAt().orElseThrow();
        clock.set(end.minusNanos(1));
        held = court.judge(held).getFirst();
        assertThat(held.decision().allows()).isFalse();
        clock.set(end);
        FileRecord allowed = court.judge(held).getFirst();
        FileRecord again = court.judge(allowed).getFirst();
        assertThat(allowed.decision().allows()).isTrue();
        assertThat(again.decision().entry()).isEqualTo(allowed.decision().entry());
        assertThat(court.entries("decision"))
                .extracting(e -> e.path("verdict").asString())
                .containsExactly("hold", "allow");
    }

    @Test
    void anotherRuleBehindTheSameVerdictIsAnotherDecision() throws Exception {
        FileRecord held = court.judge(Court.wheel("1.0", HOUR)).getFirst();
        FileRecord changed = held.upstream(0, held.seen(), held.latest(), Optional.of("size was 1, is 2"));
        FileRecord next = court.judge(changed).getFirst();
        assertThat(next.decision().rules()).containsExactly("upstream-changed", "cooldown");
        assertThat(court.entries("decision")).hasSize(2);
    }

    @Test
    void manyFilesGetNumbersInTheirOrder() throws Exception {
        FileRecord known = court.judge(Court.wheel("0.1", OLD)).getFirst();
        List<FileRecord> all = court.judge(Court.wheel("1.0", OLD), known, Court.wheel("2.0", HOUR));
        assertThat(all).extracting(f -> f.decision().entry()).containsExactly(2L, 1L, 3L);
        assertThat(court.entries("decision"))
                .extracting(e -> e.path("version").asString())
                .containsExactly("0.1", "1.0", "2.0");
    }

    @Test
    void whatUpstreamSaysAtAnyLengthFitsAnEntry() throws Exception {
        String long100k = "x".repeat(100_000);
        FileRecord judged =
                court.judge(Court.wheel("1.0", OLD, Optional.of(long100k))).getFirst();
        assertThat(judged.decision().allows()).isTrue();
        assertThat(judged.decision().rules()).containsExactly("yanked");
        JsonNode facts =
                court.entries("decision").getFirst().path("reasons").path(0).path("facts");
        assertThat(facts.path("yanked_reason").asString()).startsWith("xxx").hasSizeLessThan(2000);
    }
}
