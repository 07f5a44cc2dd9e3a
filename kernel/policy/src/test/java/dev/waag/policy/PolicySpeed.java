package dev.waag.policy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures judging with the default pack; prints a line each, of processor time. Run it on the classes and test classes of this module with its
 * dependencies: {@code java -cp … dev.waag.policy.PolicySpeed}.
 */
final class PolicySpeed {
    private static final int FILES = 5_000;

    private PolicySpeed() {}

    public static void main(String[] args) throws PolicyException {
        long start = cpu();
        Policy policy = Policy.defaults();
        System.out.printf("defaults, cold: %.1f ms%n", (cpu() - start) / 1e6);
        start = cpu();
        Policy.warm();
        System.out.printf("warm, cold: %.1f ms%n", (cpu() - start) / 1e6);
        start = cpu();
        Policy own = Policy.load(new PolicySource(
                "p.toml",
                "[[rule]]\nid = 'x'\nwhen = 'size > 500 * 1000 && age_hours < 720'\naction = 'hold'\nmessage = 'm'\n"));
        System.out.printf("load of a file with one rule, CEL there already: %.1f ms%n", (cpu() - start) / 1e6);
        List<Facts> old = files(i -> 1_000.0 + i);
        List<Facts> fresh = files(i -> i / 100.0);
        for (int round = 0; round < 5; round++) {
            measure("default pack, old files (none refused)", policy, old, 40);
            measure("default pack, fresh files (all held)", policy, fresh, 10);
            measure("default pack and one rule, old files", own, old, 40);
        }
    }

    /** The thread's own time, so that what else the machine does hardly counts. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private interface Age {
        double of(int index);
    }

    private static List<Facts> files(Age age) {
        List<Facts> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(Given.file()
                    .say(Fact.PROJECT, "numpy")
                    .say(Fact.VERSION, "1." + i)
                    .say(Fact.AGE_HOURS, Math.min(age.of(i), 1e6))
                    .say(Fact.HASHES, Map.of("sha256", "ab".repeat(32)))
                    .facts());
        }
        return files;
    }

    private static void measure(String what, Policy policy, List<Facts> files, int times) {
        Instant now = Given.NOW;
        long refused = 0;
        long start = cpu();
        for (int i = 0; i < times; i++) {
            for (Facts file : files) {
                refused += policy.decide(file, now).leading().isPresent() ? 1 : 0;
            }
            now = now.plus(Duration.ofNanos(1));
        }
        double nanos = (double) (cpu() - start) / times / files.size();
        System.out.printf(
                "%s: %,.0f ns a file, %,.1f ms for %,d (%d%% refused)%n",
                what, nanos, nanos * files.size() / 1e6, files.size(), refused * 100 / times / files.size());
    }
}
