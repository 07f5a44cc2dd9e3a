package dev.waag.inspect;

import dev.waag.code.PathLines;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that every start of the interpreter runs or reads. */
final class Startup {
    /** As the interpreter's import finds it (Python's reference, "The path based finder"). */
    private static final Pattern CUSTOMIZE =
            Pattern.compile("(?:site|user)customize(?:/__init__)?(?:\\.[\\w-]+)?\\.(?:py|pyc|so|pyd)");

    private static final Pattern DATA = Pattern.compile(
            "[^/]+\\.data/(?:(?:pure|plat)lib|data/(?:[^/]+/)*(?:site|dist)-packages)/(.+)", Pattern.DOTALL);

    private final Problems problems;
    private final Set<String> files = new TreeSet<>();

    Startup(Problems problems) {
        this.problems = problems;
    }

    /** Any file, by its name: a module that is imported at every start may be a source, a package, compiled or native. */
    void name(String path) {
        String place = place(path);
        Matcher m = CUSTOMIZE.matcher(place);
        if (m.matches() && files.add(place)) {
            problems.add(new Finding("startup-code", "high", path, 0, "runs at every start of the interpreter", ""));
        }
    }

    void see(String path, byte[] bytes, int length) {
        String place = place(path);
        if (place.endsWith(".pth") && place.indexOf('/') < 0) {
            pth(path, new String(bytes, 0, length, StandardCharsets.UTF_8));
        }
    }

    /** Where it is installed: what lies in {@code .data/purelib} comes to the top, and so does what {@code .data/data} puts among the installed packages. */
    static String place(String path) {
        Matcher m = DATA.matcher(path);
        return m.matches() ? m.group(1) : path;
    }

    /** A line of a .pth file that begins with {@code import} is run (documentation of Python's {@code site}). */
    private void pth(String path, String text) {
        files.add(path);
        int number = 0;
        boolean runs = false;
        for (String line : PathLines.of(text)) {
            number++;
            if (PathLines.runs(line)) {
                runs = true;
                problems.add(new Finding(
                        "startup-code",
                        "medium",
                        path,
                        number,
                        "a line that runs at every start of the interpreter",
                        line));
            }
        }
        if (!runs) {
            problems.add(new Finding(
                    "startup-code", "low", path, 0, "changes where every interpreter looks for modules", ""));
        }
    }

    Set<String> files() {
        return files;
    }
}
