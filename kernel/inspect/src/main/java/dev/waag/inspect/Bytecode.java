package dev.waag.inspect;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compiled Python (PEP 3147, PEP 552): a module without a source that anybody could read, or one that runs in place of the source that lies beside it.
 */
final class Bytecode {
    private static final int FLAGS = 4;
    private static final int MOST = 1_000;
    /** The magic number of the first 3.7 that has flags (CPython's {@code pycore_magic_number.h}). */
    private static final int FIRST_WITH_FLAGS = 3392;

    /** Above those of every Python 3, CPython's and PyPy's. */
    private static final int PYTHON_3_ENDS = 5_000;
    /** As pytest names what it compiled for itself: no import takes that. */
    private static final Pattern OF_PYTEST = Pattern.compile("(?i)-pytest(-[0-9.a-z]+)?\\.py[co]$");

    private static final Pattern MODULE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*\\.py[co]");

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
            boolean imported = isOfPython3(head, length)
                    && MODULE.matcher(path.substring(path.lastIndexOf('/') + 1)).matches();
            if (imported && alone.size() < MOST) {
                alone.add(path);
            }
            return;
        }
        // PEP 552, "Specification": hash-based by the first bit, compared with the source by the second
        boolean unchecked = isOfPython3(head, length)
                && magic(head) >= FIRST_WITH_FLAGS
                && (head[FLAGS] & 3) == 1
                && !OF_PYTEST.matcher(path).find();
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

    /** Whether some Python 3 takes it: an import refuses every other number than its own. Before 3.7 the source's time stood where the flags are. */
    private static boolean isOfPython3(byte[] head, int length) {
        return length > FLAGS + 4 && magic(head) < PYTHON_3_ENDS && head[2] == '\r' && head[3] == '\n';
    }

    private static int magic(byte[] head) {
        return head[0] & 0xff | (head[1] & 0xff) << 8;
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
