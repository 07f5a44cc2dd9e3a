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
    /** The magic number of the first 3.7 that has them, and one below all of Python 2 (CPython's {@code pycore_magic_number.h}). */
    private static final int FIRST_WITH_FLAGS = 3392;

    private static final int PYTHON_2 = 20_000;

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
        boolean unchecked =
                length > FLAGS + 4 && hasFlags(head) && (head[FLAGS] & 3) == 1 && head[2] == '\r' && head[3] == '\n';
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

    /** Before Python 3.7 the source's time stood where the flags are; Python 2's magic numbers are higher than those of 3. */
    private static boolean hasFlags(byte[] head) {
        int magic = head[0] & 0xff | (head[1] & 0xff) << 8;
        return magic >= FIRST_WITH_FLAGS && magic < PYTHON_2;
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
