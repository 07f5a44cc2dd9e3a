package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.ledger.EntryBundle;
import dev.waag.sign.KeyFile;
import dev.waag.sign.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path root;

    @Test
    void anEntryAndTheStateThatItRecordsAreThereTogetherOrNotAtAll() throws Exception {
        try (Opened o = Opened.at(root)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> o.database().write(c -> {
                        o.ledger().append(c, Opened.entry(99));
                        Settings.set(c, "state", "changed");
                        throw new SQLException("no");
                    }));
            long number = o.database().write(c -> {
                Settings.set(c, "state", "changed");
                return o.ledger().append(c, Opened.entry(1));
            });
            assertThat(number).isZero();
            assertThat(o.valueAt(0)).isEqualTo(1);
            assertThat(o.ledger().entry(1)).isEmpty();
        }
        Opened.audit(root, 1);
    }

    @Test
    void anEntryThatIsTooLargeIsRefusedAndLeavesNoGap() throws Exception {
        try (Opened o = Opened.at(root)) {
            LedgerEntry large = new LedgerEntry("test", Opened.NOW, "tester", Map.of("text", "x".repeat(70_000)));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> o.ledger().enter(large))
                    .havingRootCause()
                    .withMessageContaining("65535");
            assertThat(o.ledger().enter(Opened.entry(1))).isZero();
        }
        Opened.audit(root, 1);
    }

    @Test
    void entriesAreReadableBeforeAndAfterTheyArePublished() throws Exception {
        try (Opened o = Opened.at(root)) {
            for (int n = 0; n < 30; n++) {
                long number = o.enter(n, 1);
                byte[] fresh = o.ledger().entry(number).orElseThrow();
                assertThat(fresh).isEqualTo(Opened.entry(n).bytes());
                if (n % 10 == 0) {
                    o.awaitPublished(number);
                    assertThat(o.ledger().size()).isGreaterThan(number);
                    assertThat(o.ledger().entry(number)).contains(fresh);
                }
            }
            assertThat(o.ledger().entry(30)).isEmpty();
            assertThat(o.ledger().entry(-1)).isEmpty();
        }
    }

    @Test
    void whoWaitsForPublishingIsToldAlsoWhenItIsDone() throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 3);
            o.awaitPublished(2);
            assertThat(o.ledger().whenPublished(0)).isCompleted();
            assertThat(o.ledger().whenPublished(2)).isCompleted();
            assertThat(o.ledger().whenPublished(3)).isNotDone();
        }
    }

    @Test
    void aLoneEntryIsPublishedAlsoWhereItsTransactionCommitsLate() throws Exception {
        try (Opened o = Opened.at(root)) {
            long due = System.nanoTime() + 5_000_000_000L;
            o.database().write(c -> {
                o.ledger().append(c, Opened.entry(0));
                long late = System.nanoTime() + 150_000_000L;
                while (System.nanoTime() < late) {
                    o.ledger().unpublished(); // the publisher looks meanwhile, and sees nothing yet
                }
                return c;
            });
            while (o.ledger().size() == 0 && System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            assertThat(o.ledger().size()).isOne();
        }
    }

    @Test
    void numbersGoOnAfterReopening() throws Exception {
        int next = 0;
        for (int run = 0; run < 5; run++) {
            try (Opened o = Opened.at(root)) {
                assertThat(o.enter(next, 70)).isEqualTo(next);
                next += 70;
            }
            Opened.audit(root, next);
        }
        try (Opened o = Opened.at(root)) {
            for (int n = 0; n < next; n++) {
                assertThat(o.valueAt(n)).isEqualTo(n);
            }
        }
    }

    @Test
    void numbersGoOnAfterTheDatabaseIsLost() throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 300);
        }
        for (String file : List.of("waag.db", "waag.db-wal", "waag.db-shm")) {
            Files.deleteIfExists(root.resolve(file));
        }
        try (Opened o = Opened.at(root)) {
            assertThat(o.enter(300, 5)).isEqualTo(300);
            assertThat(o.valueAt(299)).isEqualTo(299);
        }
        Opened.audit(root, 305);
    }

    @Test
    void numbersGoOnAfterTheDatabaseIsRestoredFromABackup() throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 100);
        }
        byte[] backup = Files.readAllBytes(root.resolve("waag.db"));
        try (Opened o = Opened.at(root)) {
            o.enter(100, 100);
        }
        Files.write(root.resolve("waag.db"), backup);
        try (Opened o = Opened.at(root)) {
            assertThat(o.enter(200, 5)).isEqualTo(200);
        }
        Opened.audit(root, 205);
    }

    @Test
    void aLogThatIsOlderThanItsDatabaseIsReportedAndNotContinued(@TempDir Path backup) throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 10);
        }
        Opened.copy(root.resolve("ledger"), backup);
        try (Opened o = Opened.at(root)) {
            o.enter(10, 10);
        }
        Opened.copy(backup, root.resolve("ledger"));
        try (Opened o = Opened.at(root)) {
            o.enter(20, 1);
            assertThat(o.ledger().whenPublished(20)).failsWithin(300, TimeUnit.MILLISECONDS);
            assertThat(o.ledger().trouble().orElseThrow()).contains("missing from the database");
            assertThat(o.ledger().size()).isEqualTo(10);
        }
    }

    @Test
    void entriesThatACrashKeptFromTheirTilesArePublishedAtTheNextStart() throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 250);
        }
        try (Database database = Database.open(root.resolve("waag.db"))) {
            database.write(c -> {
                try (var s = c.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)")) {
                    for (int n = 250; n < 260; n += 2) {
                        s.setLong(1, n + 2L);
                        s.setInt(2, 2);
                        s.setBytes(
                                3,
                                EntryBundle.join(List.of(
                                        Opened.entry(n).bytes(),
                                        Opened.entry(n + 1).bytes())));
                        s.executeUpdate();
                    }
                }
                return true;
            });
        }
        try (Opened o = Opened.at(root)) {
            o.awaitPublished(259);
            assertThat(o.enter(260, 1)).isEqualTo(260);
        }
        Opened.audit(root, 261);
    }

    @Test
    void manyEntriesThatAreEnteredTogetherAreThereOneByOne() throws Exception {
        int many = 10_000;
        List<LedgerEntry> entries = new ArrayList<>();
        for (int n = 0; n < many; n++) {
            entries.add(Opened.entry(n));
        }
        try (Opened o = Opened.at(root)) {
            o.database().write(c -> {
                long first = o.ledger().append(c, entries);
                assertThat(first).isZero();
                try (var s = c.createStatement();
                        var r = s.executeQuery("SELECT max(number), sum(count) FROM entry")) {
                    assertThat(r.getLong(1)).isEqualTo(many);
                    assertThat(r.getLong(2)).isEqualTo(many);
                }
                return first;
            });
            for (int n : List.of(0, 1, 4095, 4096, 4097, 8191, 8192, many - 1)) {
                assertThat(o.valueAt(n)).isEqualTo(n);
            }
            assertThat(o.ledger().entry(many)).isEmpty();
            assertThat(o.enter(many, 1)).isEqualTo(many);
        }
        Opened.audit(root, many + 1);
    }

    @Test
    void aDamagedRowIsReportedAndNotPublished() throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 5);
        }
        try (Database database = Database.open(root.resolve("waag.db"))) {
            database.write(c -> {
                try (var s = c.prepareStatement("INSERT INTO entry VALUES (7, 2, ?)")) {
                    s.setBytes(1, EntryBundle.join(List.of(Opened.entry(5).bytes())));
                    return s.executeUpdate();
                }
            });
        }
        try (Opened o = Opened.at(root)) {
            assertThat(o.ledger().whenPublished(5)).failsWithin(300, TimeUnit.MILLISECONDS);
            assertThat(o.ledger().trouble().orElseThrow()).contains("1 entries").contains("instead of 2");
            assertThat(o.ledger().size()).isEqualTo(5);
        }
    }

    @Test
    void parallelAppendsGetNumbersOfTheirOwnWithoutAGap() throws Exception {
        int threads = 8;
        int each = 150;
        Set<Long> numbers = new ConcurrentSkipListSet<>();
        try (Opened o = Opened.at(root)) {
            List<Thread> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int from = t * each;
                all.add(Thread.ofVirtual().start(() -> {
                    try {
                        for (int n = from; n < from + each; n++) {
                            numbers.add(o.enter(n, 1));
                        }
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            for (Thread thread : all) {
                thread.join();
            }
            assertThat(numbers).hasSize(threads * each).contains(0L, 1199L);
        }
        Opened.audit(root, 1200);
    }

    @Test
    void partialTilesAreRemovedOnceTheFullOneIsThere() throws Exception {
        try (Opened o = Opened.at(root)) {
            for (int n = 0; n < 256; n += 64) {
                o.enter(n, 64);
                o.awaitPublished(n + 63);
            }
            Path tiles = root.resolve("ledger/tile");
            assertThat(tiles.resolve("0/000")).isRegularFile();
            o.enter(256, 3);
        }
        Path tiles = root.resolve("ledger/tile");
        assertThat(tiles.resolve("entries/000")).isRegularFile();
        assertThat(tiles.resolve("0/000.p")).doesNotExist();
        assertThat(tiles.resolve("entries/000.p")).doesNotExist();
        assertThat(tiles.resolve("0/001.p/3")).isRegularFile();
        Opened.audit(root, 259);
    }

    @Test
    void aFreshLogHasACheckpointOfNothing() throws Exception {
        try (Opened o = Opened.at(root)) {
            assertThat(o.ledger().size()).isZero();
            assertThat(Files.readString(root.resolve("ledger/vkey")).strip())
                    .isEqualTo(o.ledger().vkey());
        }
        Opened.audit(root, 0);
    }

    @Test
    void aLogUnderAnotherKeyIsNotContinued() throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 3);
        }
        Path passphrase = root.resolve("keys/passphrase");
        Files.write(
                root.resolve("keys/ledger.p12"),
                NoteSigner.generate("waag/other")
                        .toFile(Files.readString(passphrase).strip().toCharArray(), KeyFile.Strength.RANDOM));
        refused("not signed by its own key");
    }

    @Test
    void tilesThatDoNotHashToTheCheckpointAreNotContinued() throws Exception {
        try (Opened o = Opened.at(root)) {
            o.enter(0, 300);
        }
        // a full subtree's hash in the level above: nothing but the signed root speaks against it
        Path tile = root.resolve("ledger/tile/1/000.p/1");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[5] ^= 1;
        Files.write(tile, bytes);
        refused("do not hash to");
    }

    private void refused(String why) throws Exception {
        try (DataFolder data = DataFolder.open(root);
                Database database = Database.open(data.path("waag.db"))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Ledger.open(data, database).close())
                    .withMessageContaining(why);
        }
    }
}
