package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.report.InspectReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code waag inspect} is to look into, several at a time, told in the order in which they were named. */
final class InspectTargets {
    private static final Pattern DISTRIBUTION =
            Pattern.compile("(?i).*\\.(whl|tar\\.gz|tgz|tar\\.bz2|tbz2?|tar\\.xz|txz|tar|zip|egg)");
    /** Each takes what its largest file needs. */
    private static final int TOGETHER = 4;

    private InspectTargets() {}

    /** Looks into one. */
    interface Look {
        InspectReport at(String target) throws IOException;
    }

    /** Is told of each, in order, on one thread. */
    interface Told {
        void report(InspectReport report);

        void failed(UserException failure);
    }

    /** Folders give way to the distributions in and below them. */
    static List<String> of(List<String> named) throws IOException {
        List<String> targets = new ArrayList<>();
        for (String name : named) {
            if (!Files.isDirectory(Path.of(name))) {
                targets.add(name);
                continue;
            }
            int before = targets.size();
            try (Stream<Path> files = Files.walk(Path.of(name))) {
                files.filter(f -> DISTRIBUTION.matcher(f.toString()).matches() && Files.isRegularFile(f))
                        .map(Path::toString)
                        .sorted()
                        .forEach(targets::add);
            }
            if (targets.size() == before) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the folder " + name + " holds no wheel and no sdist",
                        "it is another folder than meant, or nothing was built into it yet",
                        "name one that does, or files, or releases as NAME==VERSION");
            }
        }
        return targets;
    }

    /** What fails does not keep the rest from being looked into. */
    static void each(List<String> targets, Look look, Told told) throws IOException {
        int threads =
                Math.min(TOGETHER, Math.min(targets.size(), Runtime.getRuntime().availableProcessors()));
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("inspect-", 0).daemon(true).factory())) {
            List<Future<InspectReport>> running = new ArrayList<>();
            targets.forEach(t -> running.add(pool.submit(() -> look.at(t))));
            for (Future<InspectReport> one : running) {
                try {
                    told.report(one.get());
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case UserException u -> told.failed(u);
                        case IOException io -> throw io;
                        case RuntimeException r -> throw r;
                        case null, default -> throw new IOException(e.getCause());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException(Exit.INCOMPLETE, "interrupted", "", "");
        }
    }
}
