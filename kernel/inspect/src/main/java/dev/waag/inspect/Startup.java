package dev.waag.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Files that run by themselves: when an sdist is installed, or at every start of the interpreter. */
final class Startup {
    private final Problems problems;
    private final Set<String> files = new TreeSet<>();
    private final Set<String> install = new TreeSet<>();

    Startup(Problems problems) {
        this.problems = problems;
    }

    void see(String path, byte[] bytes, int length, boolean wheel) {
        String place = place(path);
        if (place.endsWith(".pth") && place.indexOf('/') < 0) {
            pth(path, new String(bytes, 0, length, StandardCharsets.UTF_8));
        } else if (place.equals("sitecustomize.py") || place.equals("usercustomize.py")) {
            files.add(place);
            problems.add(new Finding("startup-code", "high", path, 0, "runs at every start of the interpreter", ""));
        } else if (!wheel && path.equals("setup.py")) {
            install.add(path);
        }
    }

    /** Where it is installed: what lies in {@code .data/purelib} comes to the top. */
    private static String place(String path) {
        String[] parts = path.split("/", 3);
        boolean top = parts.length == 3
                && parts[0].endsWith(".data")
                && (parts[1].equals("purelib") || parts[1].equals("platlib"));
        return top ? parts[2] : path;
    }

    /** A line of a .pth file that begins with {@code import} is run (documentation of Python's {@code site}). */
    private void pth(String path, String text) {
        files.add(path);
        int number = 0;
        boolean runs = false;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (line.startsWith("import ") || line.startsWith("import\t")) {
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

    Set<String> install() {
        return install;
    }
}
