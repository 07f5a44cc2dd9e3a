package dev.waag.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is new in a release against an older one of the same project: each change is a finding of rule {@code delta}. */
public final class Delta {
    private Delta() {}

    /** @return what matters most first; empty where nothing that counts has changed */
    public static List<Finding> between(Profile older, Profile newer) {
        List<Finding> found = new ArrayList<>();
        added(found, "high", "new install-time code", older.installCode(), newer.installCode());
        added(found, "high", "new code that runs when the interpreter starts", older.startup(), newer.startup());
        added(found, "medium", "a new capability", older.capabilities(), newer.capabilities());
        added(found, "medium", "a new native file", older.natives(), newer.natives());
        added(found, "low", "a new entry point", older.entryPoints(), newer.entryPoints());
        added(found, "low", "a new dependency", older.requires(), newer.requires());
        changed(
                found,
                "medium",
                "the e-mail addresses of authors or maintainers changed",
                older.emails(),
                newer.emails());
        changed(found, "medium", "the repository changed", older.repositories(), newer.repositories());
        return List.copyOf(found);
    }

    private static void added(List<Finding> found, String severity, String what, Set<String> older, Set<String> newer) {
        Set<String> more = new TreeSet<>(newer);
        more.removeAll(older);
        more.stream().limit(20).forEach(m -> found.add(delta(severity, what, m)));
    }

    private static void changed(
            List<Finding> found, String severity, String what, Set<String> older, Set<String> newer) {
        Set<String> more = new TreeSet<>(newer);
        more.removeAll(older);
        Set<String> less = new TreeSet<>(older);
        less.removeAll(newer);
        if (!older.isEmpty() && !(more.isEmpty() && (less.isEmpty() || !newer.isEmpty()))) {
            found.add(delta(severity, what, String.join(", ", older) + " -> " + String.join(", ", newer)));
        } else if (older.isEmpty() && !more.isEmpty()) {
            found.add(delta("low", what, "none -> " + String.join(", ", newer)));
        }
    }

    /** Sources of a wheel that the sdist of the same release does not have. */
    public static List<Finding> notInSdist(Inspection wheel, Inspection sdist) {
        Set<String> digests = new TreeSet<>(sdist.sources().values());
        List<Finding> found = new ArrayList<>();
        wheel.sources().forEach((path, digest) -> {
            boolean known = digests.contains(digest);
            boolean changed =
                    !known && sdist.sources().keySet().stream().anyMatch(p -> p.equals(path) || p.endsWith("/" + path));
            if (!known && found.size() < 50) {
                found.add(new Finding(
                        "delta",
                        "medium",
                        path,
                        0,
                        changed
                                ? "a source that is another in the sdist of the same release"
                                : "a source that the sdist of the same release does not have",
                        ""));
            }
        });
        return found;
    }

    private static Finding delta(String severity, String what, String which) {
        return new Finding("delta", severity, "", 0, what + ": " + which, which);
    }
}
