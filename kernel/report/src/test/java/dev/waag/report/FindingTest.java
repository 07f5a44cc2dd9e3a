package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
    static final FindingWaiver WAIVER = new FindingWaiver("w1", "unhashed", "ann", "being replaced", "2026-12-31");

    @Test
    void failsWhenRefusedAndNotWaived() {
        Finding denied = Finding.builder("unhashed", "low", "deny").build();
        assertThat(denied.fails()).isTrue();
        assertThat(denied.withWaiver(WAIVER).fails()).isFalse();
        assertThat(Finding.builder("unhashed", "low", "hold").build().fails()).isTrue();
        assertThat(Finding.builder("unhashed", "critical", "warn").build().fails())
                .isFalse();
    }

    @Test
    void anExpiredWaiverSaysSoAndChangesNothingElse() {
        Finding f = Finding.builder("unhashed", "low", "deny")
                .message("No hash")
                .build()
                .withExpired(WAIVER);
        assertThat(f.fails()).isTrue();
        assertThat(f.message()).contains("No hash", "expired", "ann", "2026-12-31");
    }

    @Test
    void theOrderIsFailingSeverityExploitedProjectVersionAdvisoryFileLine() {
        List<Finding> ordered = List.of(
                Finding.builder("r", "high", "deny")
                        .of("b", "1")
                        .knownExploited(true)
                        .build(),
                Finding.builder("r", "high", "deny").of("a", "1").build(),
                Finding.builder("r", "low", "hold")
                        .of("a", "1")
                        .advisory("A-1", List.of())
                        .build(),
                Finding.builder("r", "low", "hold")
                        .of("a", "1")
                        .advisory("A-2", List.of())
                        .at("f", 1)
                        .build(),
                Finding.builder("r", "low", "hold")
                        .of("a", "1")
                        .advisory("A-2", List.of())
                        .at("f", 2)
                        .build(),
                Finding.builder("r", "low", "hold").of("a", "2").build(),
                Finding.builder("r", "critical", "deny")
                        .of("a", "1")
                        .waiver(WAIVER)
                        .build(),
                Finding.builder("r", "critical", "warn").of("b", "1").build());
        List<Finding> mixed = new ArrayList<>(ordered);
        Collections.reverse(mixed);
        CheckReport report =
                new CheckReport(mixed, List.of(), List.of(), List.of(), List.of(), List.of(), Instant.EPOCH, "1");
        assertThat(report.findings()).containsExactlyElementsOf(ordered);
        assertThat(report.failing()).isEqualTo(6);
        assertThat(report.verdict()).isEqualTo("fail");
    }

    @Test
    void wordsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Finding.builder("r", "severe", "deny").build()).hasMessageContaining("severe");
        assertThatThrownBy(() -> Finding.builder("r", "low", "off").build()).hasMessageContaining("off");
        assertThatThrownBy(() -> Finding.builder("", "low", "deny").build()).hasMessageContaining("rule");
    }

    @Test
    void aWaiverIsGoodOnItsLastDay() {
        UnusedWaiver w = new UnusedWaiver("w", "unhashed", "a", "", "", "ann", "why", "2026-11-22");
        assertThat(w.expired(Instant.parse("2026-11-22T23:59:59Z"))).isFalse();
        assertThat(w.expired(Instant.parse("2026-11-23T00:00:00Z"))).isTrue();
    }
}
