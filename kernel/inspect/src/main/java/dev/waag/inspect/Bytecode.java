package dev.waag.inspect;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compiled Python (PEP 3147, PEP 552): a module without a source that anybody could read, or one that runs in place of the source that lies beside it.
 */
final class Bytecode {
    private static final int FLAGS = 4;
    private static final int MOST = 1_000;

    private final Problems problems;
    private final Set<String> alone = new LinkedHashSet<>();
    private int told;

    Bytecode(Problems problems) {
        this.problems = problems;
    }

    static boolean is(String path) {
        return path.endsWith(".pyc") || path.endsWith(".pyo");
    }

    /** @param head of the file: a magic number, then the flags */
    void see(String path, byte[] head, int length) {
        if (!path.contains("__pycache__/")) {
            if (alone.size() < MOST) {
                alone.add(path);
            }
            return;
        }
        // PEP 552, "Specification": hash-based by the first bit, compared with the source by the second
        boolean unchecked = length > FLAGS + 4 && (head[FLAGS] & 3) == 1 && head[2] == '\r' && head[3] == '\n';
        if (unchecked && told++ < MOST) {
            problems.add(new Finding(
                    "payload",
                    "critical",
                    path,
                    0,
                    "compiled Python that runs in place of its source, and says that nobody is to compare the two",
                    ""));
        }
    }

    /** @param sources of the distribution, by path */
    void finish(Map<String, String> sources) {
        for (String path : alone) {
            if (!sources.containsKey(path.substring(0, path.length() - 1))) {
                problems.add(new Finding("payload", "high", path, 0, "a module compiled, without its source", ""));
            }
        }
    }
}
