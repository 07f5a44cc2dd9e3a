package dev.waag.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks several times a second at what a tree of processes takes, and ends it where that is more than it may. */
final class Meter {
    private static final Path PROC = Path.of("/proc");
    private static final long PAGE = 4096;
    private static final long PAUSE_MILLIS = 25;
    /** Many programs are over before the first of the usual looks: these look at the program alone, which takes next to no time. */
    private static final long[] EARLY_MICROS = {200, 200, 200, 200, 200, 500, 500, 1_000, 2_000, 4_000, 8_000};
    /** On a machine with many processes, looking takes a while: it must not take more than one part in so many. */
    private static final int SHARE = 10;

    private final ProcessTree tree;
    private final ProcessHandle root;
    private final Ceiling ceiling;
    private final Thread thread;
    private volatile int processes;
    private volatile long memory;
    private volatile long resident;
    private volatile Optional<String> exceeded = Optional.empty();

    Meter(String name, ProcessTree tree, ProcessHandle root, Ceiling ceiling) {
        this.tree = tree;
        this.root = root;
        this.ceiling = ceiling;
        look(List.of(root));
        this.thread = Thread.ofPlatform().daemon().name(name + " meter").start(this::watch);
    }

    private void watch() {
        try {
            for (long pause : EARLY_MICROS) {
                Thread.sleep(Duration.ofNanos(pause * 1_000));
                look(List.of(root));
            }
            while (exceeded.isEmpty()) {
                long before = System.nanoTime();
                look(tree.alive());
                long took = (System.nanoTime() - before) / 1_000_000;
                Thread.sleep(Math.max(PAUSE_MILLIS, took * SHARE));
            }
        } catch (InterruptedException e) {
            return; // the program has ended
        }
    }

    private void look(List<ProcessHandle> alive) {
        int tasks = 0;
        long bytes = 0;
        for (ProcessHandle p : alive) {
            Path folder = PROC.resolve(Long.toString(p.pid()));
            try {
                String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 19);
                String[] sizes = Files.readString(folder.resolve("statm")).split(" ", 4);
                tasks += Integer.parseInt(fields[17]);
                bytes += PAGE * Math.max(0, Long.parseLong(sizes[1]) - Long.parseLong(sizes[2]));
                resident = Math.max(resident, highest(folder));
            } catch (IOException | NumberFormatException e) {
                continue; // it ended meanwhile
            }
        }
        processes = Math.max(processes, tasks);
        memory = Math.max(memory, bytes);
        if (tasks > ceiling.processes()) {
            end("processes");
        } else if (bytes > ceiling.memory()) {
            end("memory");
        }
    }

    /** The most that one process ever had in memory until now (proc(5), VmHWM). */
    private static long highest(Path process) throws IOException {
        for (String line : Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return 0; // it has ended, and waits to be asked for its exit code
    }

    private void end(String limit) {
        exceeded = Optional.of(limit);
        tree.kill();
    }

    void stop() {
        thread.interrupt();
    }

    int processes() {
        return processes;
    }

    long memory() {
        return memory;
    }

    /** The most that a single process had, shared pages included, or all together had of their own. What ended before anybody could look had a page at least. */
    long resident() {
        return Math.max(Math.max(resident, memory), PAGE);
    }

    /** {@code processes} or {@code memory}, where the tree was ended for it. */
    Optional<String> exceeded() {
        return exceeded;
    }
}
