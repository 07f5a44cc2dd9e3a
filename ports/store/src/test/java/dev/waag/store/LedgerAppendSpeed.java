package dev.waag.store;

import dev.waag.ledger.Proofs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Measures durable appends: many writers, each of which waits until its entry is on the disk before it enters the next, as requests that change
 * something do; until every entry is under a published checkpoint. Prints a line each. {@code bench/ledger} runs it.
 */
final class LedgerAppendSpeed {
    private static final int ENTRIES = 200_000;
    private static final int PROOFS = 2000;

    private LedgerAppendSpeed() {}

    public static void main(String[] args) throws Exception {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("waag-ledger-speed");
        for (int writers : new int[] {1, 64, 256, 256, 256}) {
            measure(Files.createTempDirectory(folder, "run"), writers);
        }
    }

    private static void measure(Path root, int writers) throws Exception {
        int each = (writers == 1 ? 2000 : ENTRIES) / writers;
        int total = each * writers;
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Opened o = Opened.at(root)) {
            CountDownLatch done = new CountDownLatch(writers);
            long start = System.nanoTime();
            for (int w = 0; w < writers; w++) {
                int first = w * each;
                Thread.ofVirtual().start(() -> {
                    try {
                        for (int i = 0; i < each; i++) {
                            o.ledger().enter(entry(first + i));
                        }
                    } catch (SQLException | RuntimeException e) {
                        failure.set(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            done.await();
            double durable = (System.nanoTime() - start) / 1e9;
            if (failure.get() != null) {
                throw failure.get();
            }
            o.ledger().whenPublished(total - 1).join();
            double published = (System.nanoTime() - start) / 1e9;
            System.gc();
            Runtime vm = Runtime.getRuntime();
            System.out.printf(
                    "%d writers: %,.0f durable appends/s, %,.0f/s until all are under a checkpoint; heap in use %d MB%n",
                    writers, total / durable, total / published, (vm.totalMemory() - vm.freeMemory()) >> 20);
            if (writers > 1) {
                prove(o, total);
            }
        }
    }

    private static LedgerEntry entry(int n) {
        return new LedgerEntry(
                "download",
                Opened.NOW,
                "anonymous",
                Map.of(
                        "project",
                        "requests",
                        "version",
                        "2.32." + n,
                        "filename",
                        "requests-2.32." + n + "-py3-none-any.whl",
                        "sha256",
                        "d".repeat(64)));
    }

    private static void prove(Opened o, long size) throws IOException {
        Random random = new Random(1);
        long[] times = new long[PROOFS];
        for (int i = 0; i < PROOFS; i++) {
            long index = random.nextLong(size);
            long start = System.nanoTime();
            Proofs.inclusion(o.ledger().tiles(), index, size);
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        System.out.printf(
                "  inclusion proof from the tiles on disk, %,d entries: median %.3f ms, 99th percentile %.3f ms%n",
                size, times[PROOFS / 2] / 1e6, times[PROOFS * 99 / 100] / 1e6);
    }
}
