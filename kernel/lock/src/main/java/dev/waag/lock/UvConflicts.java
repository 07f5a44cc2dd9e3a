package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sets of extras and groups that may not be installed together. uv adds those that follow from groups that include others. */
final class UvConflicts {
    private static final int MOST = 10_000;
    private static final int MOST_ITEMS = 100;

    private final String project;
    private final Set<Set<String>> sets = new HashSet<>();

    UvConflicts(Optional<ProjectName> project) {
        this.project = project.isPresent() ? project.get().value() : "";
    }

    /** Each as texts: project, space, extra, space, group. */
    Set<Set<String>> sets() {
        return sets;
    }

    void add(List<Node> tables) throws LockException {
        for (Node table : tables) {
            Set<String> set = new TreeSet<>();
            for (Node item : table.items()) {
                String name = item.text("package");
                set.add((name.isEmpty() ? project : ProjectName.normalize(name))
                        + " " + ProjectName.normalize(item.text("extra"))
                        + " " + ProjectName.normalize(item.text("group")));
            }
            sets.add(set);
        }
    }

    /** A group that includes one of a set stands in its place in a further set. */
    void expand(Optional<Node> groups) throws LockException {
        if (groups.isEmpty() || sets.isEmpty()) {
            return;
        }
        Map<String, Set<String>> including = new HashMap<>();
        for (Map.Entry<String, Node> group : groups.get().entries().entrySet()) {
            for (Node item : group.getValue().items()) {
                String included = item.isTable() ? item.text("include-group") : "";
                if (!included.isEmpty()) {
                    including
                            .computeIfAbsent(item(included), i -> new TreeSet<>())
                            .add(item(group.getKey()));
                }
            }
        }
        ArrayDeque<Set<String>> queue = new ArrayDeque<>(sets);
        while (!queue.isEmpty() && sets.size() < MOST) {
            Set<String> set = queue.remove();
            for (String item : set.size() > MOST_ITEMS ? Set.<String>of() : set) {
                for (String by : including.getOrDefault(item, Set.of())) {
                    Set<String> next = new TreeSet<>(set);
                    next.remove(item);
                    if (next.add(by) && sets.add(next)) {
                        queue.add(next);
                    }
                }
            }
        }
    }

    private String item(String group) {
        return project + "  " + ProjectName.normalize(group);
    }
}
