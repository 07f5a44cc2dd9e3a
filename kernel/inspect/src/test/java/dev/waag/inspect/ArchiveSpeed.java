package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Measures the archive pass alone, on the wheels of a folder: members, checksums, names and directory, no code. One thread's processor time. {@code bench/inspect} runs it. */
final class ArchiveSpeed {
    private static final int ROUNDS = 5;

    private ArchiveSpeed() {}

    @SuppressWarnings("SystemOut") // it is a program
    public static void main(String[] args) throws IOException {
        List<Path> wheels;
        try (Stream<Path> all = Files.list(Path.of(args[0]))) {
            wheels = all.filter(f -> f.toString().endsWith(".whl")).sorted().toList();
        }
        long bytes = 0;
        for (Path wheel : wheels) {
            bytes += Files.size(wheel);
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        byte[] buffer = new byte[1 << 16];
        for (int round = 0; round <= ROUNDS; round++) {
            long unpacked = 0;
            long begun = threads.getCurrentThreadCpuTime();
            for (Path wheel : wheels) {
                try (InputStream in = Files.newInputStream(wheel)) {
                    Archives.Reading read = Archives.read(
                            String.valueOf(wheel.getFileName()), in, Limits.DEFAULT, (member, content) -> {
                                while (content.read(buffer) >= 0) {}
                            });
                    unpacked += read.unpacked();
                }
            }
            double seconds = (threads.getCurrentThreadCpuTime() - begun) / 1e9;
            if (round > 0) {
                System.out.printf(
                        Locale.ROOT,
                        "archive pass, %d wheels, %.1f MB: %.1f MB/s, unpacked %.0f MB/s%n",
                        wheels.size(),
                        bytes / 1e6,
                        bytes / 1e6 / seconds,
                        unpacked / 1e6 / seconds);
            }
        }
    }
}
