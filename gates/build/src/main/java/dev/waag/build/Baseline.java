package dev.waag.build;

import dev.waag.core.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a build with one that is known to be good. What follows from commits between the two is explained; another tool, environment or dependency, an uncommitted
 * file, and code that can do what it could not before are drift.
 */
final class Baseline {
    private static final String TIME = "SOURCE_DATE_EPOCH";

    private final Known known;
    private final Evidence now;
    private final Git git;
    private final List<String> drift = new ArrayList<>();
    private final List<String> explained = new ArrayList<>();
    private boolean tagged;

    private Baseline(Known known, Evidence now, Git git) {
        this.known = known;
        this.now = now;
        this.git = git;
    }

    /**
     * @param drift what nothing explains, a line each
     * @param explained what follows from commits
     */
    record Result(List<String> drift, List<String> explained) {}

    static Result compare(Known known, Evidence now, Git git) {
        Baseline b = new Baseline(known, now, git);
        b.tools();
        b.environment();
        b.dependencies();
        now.source().uncommitted().forEach(f -> b.drift.add("uncommitted file: " + f));
        b.capabilities();
        b.tags();
        b.files();
        return new Result(b.drift, b.explained);
    }

    private void tools() {
        Map<String, String> here = new TreeMap<>();
        for (Evidence.Tool t : now.tools()) {
            here.put(
                    t.name(),
                    t.version() + t.sha256().map(s -> " (SHA-256 " + s + ")").orElse(""));
        }
        differ("tool", known.tools(), here);
        if (known.hermetic() != now.hermetic()) {
            drift.add("tool: the baseline was built "
                    + (known.hermetic() ? "in the sandbox, this was not" : "without a sandbox, this was in one"));
        }
    }

    private void environment() {
        Map<String, String> before = new TreeMap<>(known.environment());
        Map<String, String> here = new TreeMap<>(now.environment());
        String was = before.remove(TIME);
        String is = here.remove(TIME);
        boolean otherCommit = !known.commit().equals(now.source().commit());
        if (!String.valueOf(was).equals(String.valueOf(is))) {
            (otherCommit ? explained : drift).add("environment: " + TIME + " was " + was + " and is " + is);
        }
        differ("environment", before, here);
    }

    private void dependencies() {
        Map<String, String> before = new TreeMap<>();
        known.inputs().forEach(i -> before.put(i.name().toString(), i.version() + " (SHA-256 " + i.sha256() + ")"));
        Map<String, String> here = new TreeMap<>();
        now.lock().inputs().forEach(i -> here.put(i.name().toString(), i.version() + " (SHA-256 " + i.sha256() + ")"));
        differ("dependency", before, here);
    }

    private void differ(String what, Map<String, String> before, Map<String, String> here) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(here.keySet());
        for (String n : names) {
            String was = before.get(n);
            String is = here.get(n);
            if (was == null) {
                drift.add(what + ": " + n + " is new: " + is);
            } else if (is == null) {
                drift.add(what + ": " + n + " is gone; it was " + was);
            } else if (!was.equals(is)) {
                drift.add(what + ": " + n + " was " + was + " and is " + is);
            }
        }
    }

    private void capabilities() {
        known.capabilities().ifPresent(before -> {
            for (String c : now.capabilities()) {
                if (!before.contains(c)) {
                    drift.add("capability: its code can now do what it could not: " + c);
                }
            }
        });
    }

    /** A tag that came to the history explains another version; one that points elsewhere, or is gone, is drift. */
    private void tags() {
        Map<String, String> here =
                now.source().repository().map(Repository::tags).orElse(Map.of());
        known.tags().ifPresent(before -> {
            before.forEach((name, object) -> {
                if (!object.equals(here.get(name))) {
                    drift.add("tag: " + name + (here.containsKey(name) ? " points elsewhere" : " is gone"));
                }
            });
            for (String name : here.keySet()) {
                if (!before.containsKey(name)) {
                    tagged = true;
                    explained.add("tag: " + name + " is new");
                }
            }
        });
    }

    private void files() {
        Optional<Set<String>> committed = committed();
        for (Output o : now.outputs()) {
            Map.Entry<String, Sha256> was = counterpart(o);
            if (was == null || was.getValue().equals(o.sha256())) {
                continue;
            }
            Map<String, String> before = known.members().getOrDefault(was.getKey(), Map.of());
            if (before.isEmpty()) {
                explain(committed, o.filename() + " differs, and what it held is not known", o.filename());
            }
            Set<String> names = new TreeSet<>(before.keySet());
            names.addAll(o.members().keySet());
            for (String n : names) {
                Sha256 digest = o.members().get(n);
                String is = digest == null ? "" : digest.hex();
                if (!before.isEmpty() && !before.getOrDefault(n, "").equals(is)) {
                    explain(
                            committed,
                            o.filename() + ": " + n
                                    + (is.isEmpty() ? " is gone" : before.containsKey(n) ? " changed" : " is new"),
                            n);
                }
            }
        }
    }

    /** The output of the same kind: its name has the version in it, which a commit may change. */
    private Map.@org.jspecify.annotations.Nullable Entry<String, Sha256> counterpart(Output o) {
        Map.Entry<String, Sha256> alike = null;
        for (Map.Entry<String, Sha256> e : known.outputs().entrySet()) {
            if (e.getKey().equals(o.filename())) {
                return e;
            }
            if (e.getKey().endsWith(".whl") == o.isWheel()) {
                alike = e;
            }
        }
        return alike;
    }

    /** What commits changed since the baseline; empty where git cannot tell. */
    private Optional<Set<String>> committed() {
        if (known.commit().isEmpty() || now.source().commit().isEmpty()) {
            return Optional.empty();
        }
        return git.changed(known.commit().get(), now.source().commit().get()).map(HashSet::new);
    }

    /**
     * A member that is a file of the source must be among what commits changed. What tools generate (metadata, versions, compiled code) has no file of its own: any
     * commit may change it.
     */
    private void explain(Optional<Set<String>> committed, String what, String member) {
        Optional<String> file = now.source().files().stream()
                .filter(f -> f.equals(member) || f.endsWith("/" + member))
                .findFirst();
        boolean commits = committed.isPresent()
                && (file.isPresent()
                        ? committed.get().contains(file.get())
                        : !committed.get().isEmpty());
        boolean follows = commits || (tagged && file.isEmpty());
        (follows ? explained : drift)
                .add("file: " + what
                        + (commits
                                ? ", which follows from a commit"
                                : follows ? ", which follows from a tag" : ", which no commit explains"));
    }
}
