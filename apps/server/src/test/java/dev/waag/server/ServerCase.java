package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server for each test, over an index that {@link #fill} fills. */
abstract class ServerCase {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    final TestClock clock = new TestClock();

    @SuppressWarnings("NullAway.Init") // made before each test
    SimulatedIndex index;

    @SuppressWarnings("NullAway.Init") // made before each test
    TestServer server;

    abstract void fill(SimulatedIndex upstream);

    @BeforeEach
    void start() throws IOException {
        index = new SimulatedIndex();
        fill(index);
        server = new TestServer(root, index, clock);
    }

    /** Starts again on the same folder, with these keys. */
    void restart(String... keys) throws IOException {
        server.close();
        server = new TestServer(root, index, clock, keys);
    }

    interface Check {
        boolean holds() throws IOException;
    }

    /** Waits for what a watcher of files will do within a few seconds, of which it tells nobody. */
    static void eventually(Check check) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 200 && !check.holds(); i++) {
            assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(check.holds()).isTrue();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        index.close();
    }
}
