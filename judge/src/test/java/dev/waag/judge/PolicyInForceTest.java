package dev.waag.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.policy.Policy;
import dev.waag.policy.Waiver;
import dev.waag.store.FileRecord;
import dev.waag.testkit.TestClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PolicyInForceTest {
    private static final Policy STRICT = Court.policy("[rules.yanked]", "action = 'deny'");
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

    private List<String> digests() throws Exception {
        return court.entries("policy").stream()
                .map(e -> e.path("digest").asString())
                .toList();
    }

    @Test
    void aPolicyIsEnteredWhenItIsAnotherThanTheLast() throws Exception {
        assertThat(digests()).containsExactly(Policy.defaults().digest());
        close();
        open();
        assertThat(digests()).hasSize(1);
        close();
        court = new Court(root, clock, STRICT);
        assertThat(digests()).containsExactly(Policy.defaults().digest(), STRICT.digest());
        JsonNode entry = court.entries("policy").getLast();
        assertThat(entry.path("rules").toString()).contains("\"yanked=deny\"", "\"cooldown=hold\"");
    }

    @Test
    void aChangedPolicyIsInForceAndEnteredByWhoChangedIt() throws Exception {
        court.judge.use(STRICT, "kaasmeester");
        court.judge.use(STRICT, "kaasmeester");
        assertThat(court.judge.policy().digest()).isEqualTo(STRICT.digest());
        assertThat(court.entries("policy")).hasSize(2);
        assertThat(court.entries("policy").getLast().path("actor").asString()).isEqualTo("kaasmeester");
    }

    @Test
    void aPolicyThatCannotBeEnteredIsNotInForce() throws Exception {
        court.database.close();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> court.judge.use(STRICT, "kaasmeester"));
        assertThat(court.judge.policy().digest()).isEqualTo(Policy.defaults().digest());
    }

    @Test
    void aWaiverIsInForceAndOutlivesTheProcess() throws Exception {
        FileRecord held = court.judge(Court.wheel("1.0", HOUR)).getFirst();
        Waiver granted = court.judge.waive(
                Court.waiver("cooldown", "kaas", clock.instant().plus(HOUR)), "kaasmeester");
        assertThat(granted.id()).isNotEmpty();
        FileRecord waived = court.judge(held).getFirst();
        assertThat(waived.decision().allows()).isTrue();
        assertThat(waived.decision().changesAt()).contains(granted.expires());
        JsonNode entry = court.entries("waiver").getFirst();
        assertThat(entry.path("change").asString()).isEqualTo("granted");
        assertThat(entry.path("id").asString()).isEqualTo(granted.id());
        assertThat(entry.path("rule").asString()).isEqualTo("cooldown");
        assertThat(entry.path("owner").asString()).isEqualTo("me");
        assertThat(entry.path("actor").asString()).isEqualTo("kaasmeester");
        int policies = court.entries("policy").size();
        close();
        open();
        assertThat(court.judge.policy().waivers()).containsExactly(granted);
        assertThat(court.entries("policy")).hasSize(policies);
    }

    @Test
    void anExpiredWaiverWaivesNothing() throws Exception {
        Instant end = clock.instant().plus(HOUR);
        court.judge.waive(Court.waiver("cooldown", "kaas", end), "kaasmeester");
        FileRecord file = court.judge(Court.wheel("1.0", HOUR)).getFirst();
        clock.set(end.minusNanos(1));
        file = court.judge(file).getFirst();
        assertThat(file.decision().allows()).isTrue();
        clock.set(end);
        file = court.judge(file).getFirst();
        assertThat(file.decision().verdict()).isEqualTo("hold");
        assertThat(file.decision().reasons().getFirst().help()).contains("expired");
        assertThat(court.entries("decision"))
                .extracting(e -> e.path("verdict").asString())
                .containsExactly("allow", "hold");
    }

    @Test
    void aRevokedWaiverWaivesNothing() throws Exception {
        Waiver granted = court.judge.waive(
                Court.waiver("cooldown", "kaas", clock.instant().plus(HOUR)), "kaasmeester");
        assertThat(court.judge.revoke("w-nothing", "kaasmeester")).isFalse();
        assertThat(court.judge.revoke(granted.id(), "kaasmeester")).isTrue();
        assertThat(court.judge.revoke(granted.id(), "kaasmeester")).isFalse();
        assertThat(court.judge(Court.wheel("1.0", HOUR)).getFirst().decision().allows())
                .isFalse();
        assertThat(court.entries("waiver"))
                .extracting(e -> e.path("change").asString())
                .containsExactly("granted", "revoked");
        close();
        open();
        assertThat(court.judge.policy().waivers()).isEmpty();
    }

    @Test
    void aPolicyOfManyWaiversFitsTheLedger() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            lines.add("[[waiver]]\nrule = 'cooldown'\nproject = 'p" + i
                    + "'\nowner = 'me'\nexpires = 2027-01-01\nreason = '" + "r".repeat(i == 7 ? 100_000 : 80) + "'");
        }
        court.judge.use(Court.policy(lines.toArray(String[]::new)), "waag");
        List<JsonNode> entries = court.entries("policy");
        entries = entries.subList(1, entries.size());
        assertThat(entries)
                .hasSizeGreaterThan(1)
                .allSatisfy(e -> assertThat(e.path("digest").asString())
                        .isEqualTo(court.judge.policy().digest()));
        assertThat(entries.stream().mapToInt(e -> e.path("waivers").size()).sum())
                .isEqualTo(600);
        close();
        open();
        assertThat(digests()).last().isEqualTo(Policy.defaults().digest());
    }

    @Test
    void waiversAndAChangedFileDoNotUndoEachOther() throws Exception {
        List<Policy> files = new ArrayList<>();
        for (int hours = 1; hours <= 40; hours++) {
            files.add(Court.policy("[rules.cooldown]", "hours = " + hours));
        }
        CompletableFuture<Void> changing = running(() -> {
            for (Policy file : files) {
                court.judge.use(file, "waag");
            }
        });
        CompletableFuture<Void> waiving = running(() -> {
            for (int i = 0; i < 40; i++) {
                court.judge.waive(
                        Court.waiver("yanked", "p" + i, clock.instant().plus(HOUR)), "kaasmeester");
            }
        });
        changing.get(60, TimeUnit.SECONDS);
        waiving.get(60, TimeUnit.SECONDS);
        assertThat(court.judge.policy().waivers()).hasSize(40);
        assertThat(court.judge
                        .policy()
                        .rule("cooldown")
                        .orElseThrow()
                        .settings()
                        .get("hours"))
                .hasToString("40");
        assertThat(digests()).last().isEqualTo(court.judge.policy().digest());
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static CompletableFuture<Void> running(Step step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        step.run();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                r -> Thread.ofVirtual().start(r));
    }
}
