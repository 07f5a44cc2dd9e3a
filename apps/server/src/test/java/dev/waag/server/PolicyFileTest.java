package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.judge.Judge;
import dev.waag.policy.Policy;
import dev.waag.release.PolicyChanges;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static Object hours(Policy policy) {
        return policy.rule("cooldown").orElseThrow().settings().getOrDefault("hours", "");
    }

    @Test
    void aRightChangeCountsAndAWrongOneLeavesTheRunningPolicy() throws Exception {
        Path file = Files.writeString(folder.resolve("policy.toml"), "[rules.cooldown]\nhours = 10\n");
        PolicyFile policy = PolicyFile.open(Optional.of(file));
        assertThat(hours(policy.current())).hasToString("10");
        try (DataFolder data = DataFolder.open(folder.resolve("data"));
                Database database = Database.open(data.path("waag.db"));
                Ledger ledger = Ledger.open(data, database)) {
            Judge judge = Judge.open(database, ledger, new TestClock(), policy.current());
            PolicyChanges changes = new PolicyChanges(database, ledger, new TestClock(), false);
            for (String wrong : new String[] {"[rules.cooldown]\nhours = 'x'\n", "nonsense", "[rules.nothing]\n"}) {
                Files.writeString(file, wrong);
                policy.look(file, judge, changes);
                assertThat(hours(judge.policy())).as(wrong).hasToString("10");
            }
            Files.write(file, new byte[] {'#', (byte) 0xe9, '\n'});
            policy.look(file, judge, changes);
            assertThat(hours(judge.policy())).as("not UTF-8").hasToString("10");
            Files.writeString(file, "[rules.cooldown]\nhours = 20\n");
            policy.look(file, judge, changes);
            assertThat(hours(judge.policy())).hasToString("20");
            Policy same = judge.policy();
            policy.look(file, judge, changes);
            assertThat(judge.policy()).isSameAs(same);
            Files.delete(file);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> policy.look(file, judge, changes));
            assertThat(judge.policy()).isSameAs(same);
        }
    }

    @Test
    void aWrongPolicyEndsTheStartWithEveryErrorAtItsPlace() throws Exception {
        Path file = Files.writeString(
                folder.resolve("policy.toml"), "[rules.cooldwn]\nhours = 1\n[rules.cooldown]\nhours = 'x'\n");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> PolicyFile.open(Optional.of(file)))
                .satisfies(e -> {
                    assertThat(e.exit()).isEqualTo(Exit.USAGE);
                    assertThat(e.getMessage()).contains(file + ":1:", file + ":4:");
                });
    }

    @Test
    void withoutAFileItIsTheDefaultPack() throws Exception {
        assertThat(PolicyFile.open(Optional.empty()).current().digest())
                .isEqualTo(Policy.defaults().digest());
    }
}
