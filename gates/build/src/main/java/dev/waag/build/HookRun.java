package dev.waag.build;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of running hooks.
 *
 * @param answers requirements by hook
 * @param made the distribution that a hook made, last one wins
 * @param tried hosts that the build tried to reach
 */
record HookRun(Map<String, List<String>> answers, Optional<Made> made, List<Tried> tried, Used used, String log) {
    /** A file that a backend made, under the name that it gave it. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Made(String filename, byte[] content) {}

    /**
     * A connection or a question for a name.
     *
     * @param port empty where only the name was asked for
     */
    record Tried(String host, Optional<Integer> port) {
        @Override
        public String toString() {
            return port.map(p -> (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + p)
                    .orElse(host + " (its name was looked up)");
        }
    }

    /** What it took. Memory and processes are the most at a time that were seen. */
    record Used(Duration wall, double cpuSeconds, long memory, int processes, long disk) {
        static final Used NOTHING = new Used(Duration.ZERO, 0, 0, 0, 0);

        Used and(Used other) {
            return new Used(
                    wall.plus(other.wall),
                    cpuSeconds + other.cpuSeconds,
                    Math.max(memory, other.memory),
                    Math.max(processes, other.processes),
                    Math.max(disk, other.disk));
        }
    }
}
