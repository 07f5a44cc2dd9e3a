package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the settings of {@code [tool.uv]} that a resolution depends on with those that the lock remembers. */
final class UvSettings {
    /** Key in the manifest, key in the lock's {@code [options]}, default. */
    private static final List<List<String>> OPTIONS = List.of(
            List.of("resolution", "resolution-mode", "highest"),
            List.of("prerelease", "prerelease-mode", "if-necessary-or-explicit"),
            List.of("fork-strategy", "fork-strategy", "requires-python"));

    private final Node pyproject;
    private final Node uv;
    private final LockFile file;
    private final Node lock;
    private final UvDifferences found;

    UvSettings(Node pyproject, LockFile file, UvDifferences found) {
        this.pyproject = pyproject;
        this.file = file;
        this.uv = pyproject.at("tool", "uv").orElse(new Node(pyproject.file(), new Table(Table.Origin.INLINE), 1, 1));
        this.lock = file.document().orElseThrow();
        this.found = found;
    }

    void compare(Optional<ProjectName> project) throws LockException {
        for (List<String> option : OPTIONS) {
            String now = text(uv.find(option.get(0)), option.get(2));
            String before = text(lock.at("options", option.get(1)), option.get(2));
            if (!now.equals(before)) {
                found.add(place(option.get(0)), option.get(0) + " is " + now + ", the lock was made with " + before);
            }
        }
        excludeNewer();
        excludeNewerByPackage();
        markers("environments", "supported-markers");
        markers("required-environments", "required-markers");
        conflicts(project);
        excluded();
        staticMetadata();
        indexes();
    }

    private Place place(String key) throws LockException {
        Optional<Node> at = uv.find(key);
        return at.isPresent() ? at.get().place() : uv.place();
    }

    private static String text(Optional<Node> node, String none) throws LockException {
        return node.isPresent() ? node.get().text() : none;
    }

    /** A span such as {@code 7 days}, a date, or a time; a date's time depends on the zone of the machine that locked. */
    private void excludeNewer() throws LockException {
        Optional<Node> now = uv.find("exclude-newer");
        Optional<Node> before = lock.at("options", "exclude-newer");
        Optional<Node> span = lock.at("options", "exclude-newer-span");
        if (now.isPresent() != (before.isPresent() || span.isPresent())) {
            found.add(
                    place("exclude-newer"),
                    "exclude-newer is " + text(now, "not set") + ", the lock was made "
                            + (before.isPresent() || span.isPresent() ? "with one" : "without"));
            return;
        }
        if (now.isEmpty()) {
            return;
        }
        Optional<Boolean> same = UvTimes.same(now.get().text(), text(before, ""), text(span, ""));
        if (same.isEmpty()) {
            found.unknown(
                    now.get().place(),
                    "exclude-newer " + LockException.quote(now.get().text()) + " cannot be compared with the lock's");
        } else if (!same.get()) {
            String sentence =
                    "exclude-newer is " + now.get().text() + ", the lock was made with " + text(span, text(before, ""));
            if (span.isPresent() || excludesFiles(now.get())) {
                found.add(now.get().place(), sentence);
            } else {
                found.unknown(
                        now.get().place(), sentence + "; whether uv would lock the same only a new resolution tells");
            }
        }
    }

    /** By project: a time, a span, or false. */
    private void excludeNewerByPackage() throws LockException {
        Map<String, Node> now = uv.entries("exclude-newer-package");
        Optional<Node> locked = lock.at("options", "exclude-newer-package");
        Map<String, Node> before = locked.isPresent() ? locked.get().entries() : Map.of();
        Set<String> names = new TreeSet<>();
        for (String name : now.keySet()) {
            names.add(ProjectName.normalize(name));
        }
        boolean same = names.equals(before.keySet());
        for (Map.Entry<String, Node> entry : now.entrySet()) {
            Node other = before.get(ProjectName.normalize(entry.getKey()));
            same &= other != null && sameLimit(entry.getValue(), other);
        }
        if (!same) {
            found.add(place("exclude-newer-package"), "exclude-newer-package changed since the lock was made");
        }
    }

    private static boolean sameLimit(Node now, Node before) throws LockException {
        if (!now.isText()) {
            return !before.isTable() && !before.isText();
        }
        String time = before.isText() ? before.text() : before.isTable() ? before.text("timestamp") : "";
        return UvTimes.same(now.text(), time, before.isTable() ? before.text("span") : "")
                .orElse(true);
    }

    /** Whether the lock has a file that is newer than this allows. */
    private boolean excludesFiles(Node now) throws LockException {
        Optional<OffsetDateTime> cutoff = UvTimes.latest(now.text());
        for (Pin pin : file.pins()) {
            for (PinnedFile one : pin.files()) {
                Optional<OffsetDateTime> uploaded =
                        UvTimes.latest(one.uploadTime().orElse(""));
                if (cutoff.isEmpty() || uploaded.isEmpty() || !uploaded.get().isBefore(cutoff.get())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void markers(String key, String locked) throws LockException {
        List<Node> now = list(uv.find(key));
        List<Node> before = list(lock.find(locked));
        boolean same = now.size() == before.size();
        for (int i = 0; same && i < now.size(); i++) {
            same = found.same(UvMarkers.logic(now.get(i)), UvMarkers.logic(before.get(i)))
                    .orElse(true);
        }
        if (!same) {
            found.add(place(key), key + " changed since the lock was made");
        }
    }

    private static List<Node> list(Optional<Node> node) throws LockException {
        return node.isEmpty() ? List.of() : node.get().isList() ? node.get().items() : List.of(node.get());
    }

    private void conflicts(Optional<ProjectName> project) throws LockException {
        UvConflicts now = new UvConflicts(project);
        now.add(uv.items("conflicts"));
        now.expand(pyproject.at("dependency-groups"));
        UvConflicts before = new UvConflicts(project);
        before.add(lock.items("conflicts"));
        if (!now.sets().equals(before.sets())) {
            found.add(place("conflicts"), "conflicts changed since the lock was made");
        }
    }

    /** The lock names those that were met, so one that nobody needs makes no difference. */
    private void excluded() throws LockException {
        Set<String> now = names(uv.items("exclude-dependencies"));
        Optional<Node> manifest = lock.find("manifest");
        Set<String> before = manifest.isPresent() ? names(manifest.get().items("excludes")) : Set.of();
        Set<String> needed = new HashSet<>();
        for (Node table : lock.items("package")) {
            needed.add(table.text("name"));
            for (Node item : table.at("metadata", "requires-dist").isPresent()
                    ? table.get("metadata").items("requires-dist")
                    : List.<Node>of()) {
                needed.add(item.text("name"));
            }
        }
        Set<String> met = new TreeSet<>(now);
        met.removeIf(name -> !before.contains(name) && !needed.contains(name));
        if (!met.equals(before)) {
            found.add(
                    place("exclude-dependencies"),
                    "exclude-dependencies is " + now + ", the lock was made with " + before);
        }
    }

    private static Set<String> names(List<Node> items) throws LockException {
        Set<String> names = new TreeSet<>();
        for (Node item : items) {
            names.add(item.isText() ? ProjectName.normalize(item.text()) : item.kind());
        }
        return names;
    }

    private void staticMetadata() throws LockException {
        Optional<Node> manifest = lock.find("manifest");
        Set<List<String>> now = metadata(uv.items("dependency-metadata"));
        Set<List<String>> before =
                manifest.isPresent() ? metadata(manifest.get().items("dependency-metadata")) : Set.of();
        if (!now.equals(before)) {
            found.add(place("dependency-metadata"), "dependency-metadata changed since the lock was made");
        }
    }

    private static Set<List<String>> metadata(List<Node> tables) throws LockException {
        Set<List<String>> all = new HashSet<>();
        for (Node table : tables) {
            List<String> parts = new ArrayList<>();
            for (Map.Entry<String, Node> entry : new TreeMap<>(table.entries()).entrySet()) {
                Node value = entry.getValue();
                boolean requirements = entry.getKey().equals("requires-dist");
                for (Node item : list(Optional.of(value))) {
                    String text =
                            requirements ? RequirementTexts.requirement(item).toString() : item.text();
                    parts.add(entry.getKey() + " " + text.replace(" ", ""));
                }
            }
            parts.sort(String::compareTo);
            all.add(parts);
        }
        return all;
    }

    /** With a default index of its own, the manifest tells every index that the lock may name. */
    private void indexes() throws LockException {
        Set<String> known = new HashSet<>();
        boolean hasDefault = false;
        for (Node index : uv.items("index")) {
            known.add(plain(index.text("url")));
            hasDefault |= index.flag("default");
        }
        Optional<Node> url = uv.find("index-url");
        if (url.isPresent()) {
            hasDefault = true;
            known.add(plain(url.get().text()));
        }
        for (Node extra : uv.items("extra-index-url")) {
            known.add(plain(extra.text()));
        }
        for (Node link : uv.items("find-links")) {
            known.add(plain(link.text()));
        }
        if (!hasDefault) {
            return;
        }
        Set<String> told = new HashSet<>();
        for (Node table : lock.items("package")) {
            String registry = table.get("source").text("registry");
            if (!registry.isEmpty() && !known.contains(plain(registry)) && told.add(registry)) {
                found.add(
                        table.get("source").place(),
                        "the lock takes " + table.text("name") + " from " + Urls.withoutCredentials(registry)
                                + ", which the manifest does not name");
            }
        }
    }

    private static String plain(String url) {
        String bare = Urls.withoutCredentials(url);
        return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    }
}
