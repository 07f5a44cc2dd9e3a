package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final Executor THREADS = r -> Thread.ofVirtual().start(r);

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("waag.db"));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private static Database.Work<Boolean> set(String name, String value) {
        return c -> {
            Settings.set(c, name, value);
            return true;
        };
    }

    private Optional<String> get(String name) throws SQLException {
        return database.read(c -> Settings.get(c, name));
    }

    private CompletableFuture<Boolean> writing(Database.Work<Boolean> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return database.write(work);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
    }

    /** Keeps the writer busy until the latch opens, so that what is written meanwhile is committed as one group. */
    private CompletableFuture<Boolean> busyUntil(CountDownLatch free) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Boolean> holding = writing(c -> {
            busy.countDown();
            return awaited(free);
        });
        busy.await();
        return holding;
    }

    private static boolean awaited(CountDownLatch latch) throws SQLException {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    @Test
    void whatIsWrittenIsSeenOnceTheWriteReturns() throws Exception {
        for (int i = 0; i < 50; i++) {
            database.write(set("name", "value " + i));
            assertThat(get("name")).contains("value " + i);
        }
    }

    @Test
    void nobodySeesWhatIsNotCommitted() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Boolean> job = writing(c -> {
            Settings.set(c, "name", "value");
            written.countDown();
            return awaited(free);
        });
        written.await();
        assertThat(get("name")).isEmpty();
        assertThat(job).isNotDone();
        free.countDown();
        job.get(20, TimeUnit.SECONDS);
        assertThat(get("name")).contains("value");
    }

    @Test
    void aJobThatFailsTakesNothingElseOfItsGroupWithIt() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Boolean> holding = busyUntil(free);
        List<CompletableFuture<Boolean>> good = new ArrayList<>();
        List<CompletableFuture<Boolean>> bad = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "good " + i;
            good.add(writing(set(name, "kept")));
            String other = "bad " + i;
            int kind = i % 3;
            bad.add(writing(c -> {
                Settings.set(c, other, "lost");
                switch (kind) {
                    case 0 -> throw new SQLException("refused");
                    case 1 -> throw new IllegalStateException("broken");
                    default -> throw new AssertionError("worse");
                }
            }));
        }
        free.countDown();
        assertThat(holding.get(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(good.get(i).get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(bad.get(i)).failsWithin(20, TimeUnit.SECONDS);
            assertThat(get("good " + i)).contains("kept");
            assertThat(get("bad " + i)).isEmpty();
        }
    }

    @Test
    void aFailureIsToldAsItIs() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.write(c -> {
                    throw new SQLException("refused");
                }))
                .withMessage("refused");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.write(c -> {
                    throw new IllegalStateException("broken");
                }))
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void moreReadersThanConnectionsTakeTurns() throws Exception {
        database.write(set("name", "value"));
        CyclicBarrier together = new CyclicBarrier(4);
        List<CompletableFuture<Optional<String>>> reads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            reads.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return database.read(c -> {
                                try {
                                    together.await(20, TimeUnit.SECONDS);
                                } catch (Exception e) {
                                    throw new SQLException(e);
                                }
                                return Settings.get(c, "name");
                            });
                        } catch (SQLException e) {
                            throw new CompletionException(e);
                        }
                    },
                    THREADS));
        }
        for (CompletableFuture<Optional<String>> read : reads) {
            assertThat(read.get(30, TimeUnit.SECONDS)).contains("value");
        }
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        List<CompletableFuture<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            writes.add(writing(set("name " + i, "value " + i)));
        }
        for (CompletableFuture<Boolean> write : writes) {
            write.get(30, TimeUnit.SECONDS);
        }
        database.close();
        open();
        for (int i = 0; i < 300; i++) {
            assertThat(get("name " + i)).contains("value " + i);
        }
    }

    @Test
    void closingFinishesWhatWaits() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Boolean> holding = busyUntil(free);
        CompletableFuture<Boolean> waiting = writing(set("name", "value"));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(
                () -> {
                    try {
                        database.close();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
        free.countDown();
        closing.get(30, TimeUnit.SECONDS);
        assertThat(holding).isCompleted();
        // it came before the closing or was refused; it is never left without an answer
        assertThat(waiting.handle((done, e) -> true)).succeedsWithin(20, TimeUnit.SECONDS);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.write(set("late", "value")))
                .withMessageContaining("closed");
        open();
    }

    @Test
    void aDatabaseOfANewerWaagIsLeftAlone() throws Exception {
        database.close();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("waag.db"));
                Statement s = c.createStatement()) {
            s.execute("PRAGMA user_version=999");
        }
        assertThatExceptionOfType(SQLException.class).isThrownBy(this::open).withMessageContaining("newer Waag");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("waag.db"));
                Statement s = c.createStatement()) {
            s.execute("PRAGMA user_version=1");
        }
        open();
    }

    @Test
    void commitsAreForcedToTheDisk() throws Exception {
        assertThat(pragma("synchronous"))
                .as("FULL, so that a power failure loses nothing")
                .isEqualTo("2");
        assertThat(pragma("journal_mode")).isEqualTo("wal");
    }

    private String pragma(String name) throws SQLException {
        return database.write(c -> {
            try (Statement s = c.createStatement();
                    var r = s.executeQuery("PRAGMA " + name)) {
                return r.getString(1);
            }
        });
    }

    @Test
    void aFullDiskFailsWhatItMustAndIsOverWhenThereIsRoomAgain() throws Exception {
        database.write(set("before", "1"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.write(c -> {
                    try (Statement s = c.createStatement()) {
                        s.execute("PRAGMA max_page_count=1"); // as many as there are: the database's own kind of full
                    }
                    return set("large", "x".repeat(1 << 20)).run(c);
                }))
                .withMessageContaining("full");
        for (int i = 0; i < 3; i++) {
            try {
                database.write(c -> {
                    try (Statement s = c.createStatement()) {
                        s.execute("PRAGMA max_page_count=1000000");
                    }
                    return true;
                });
            } catch (SQLException e) {
                assertThat(i).as("the first write with room succeeds: %s", e).isNegative();
            }
        }
        database.write(set("after", "2"));
        assertThat(get("before")).contains("1");
        assertThat(get("large")).isEmpty();
        assertThat(get("after")).contains("2");
    }

    @Test
    void nobodyOpensTheFileAgainAfterTheEnd() throws Exception {
        database.close();
        Path moved = folder.resolve("moved.db");
        Files.move(folder.resolve("waag.db"), moved);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.read(c -> true))
                .withMessageContaining("closed");
        assertThat(folder.resolve("waag.db")).doesNotExist();
        Files.move(moved, folder.resolve("waag.db"));
    }

    @Test
    void aReaderThatIsAtWorkWhenTheEndComesIsClosedAfterwards() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        List<Connection> used = new ArrayList<>();
        CompletableFuture<Boolean> read = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return database.read(c -> {
                            used.add(c);
                            reading.countDown();
                            await(closed);
                            return true;
                        });
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
        await(reading);
        database.close();
        closed.countDown();
        assertThat(read.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(used.getFirst().isClosed()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
