package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** For each project of a lock the shortest way from a direct requirement to it, as far as the lock tells what depends on what. */
public final class DependencyPaths {
    private static final int LONGEST = 100;

    /** For each project that is reached the one before it on its way; a direct one is its own. */
    private final Map<ProjectName, ProjectName> before = new HashMap<>();

    DependencyPaths(List<Pin> pins) {
        Map<ProjectName, Set<ProjectName>> needs = new HashMap<>();
        ArrayDeque<ProjectName> queue = new ArrayDeque<>();
        for (Pin pin : pins) {
            Set<ProjectName> needed = needs.computeIfAbsent(pin.name(), n -> new LinkedHashSet<>());
            for (PinDependency dependency : pin.dependencies()) {
                needed.add(dependency.name());
            }
            if (pin.direct() && before.putIfAbsent(pin.name(), pin.name()) == null) {
                queue.add(pin.name());
            }
        }
        while (!queue.isEmpty()) {
            ProjectName from = queue.remove();
            for (ProjectName to : needs.getOrDefault(from, Set.of())) {
                if (needs.containsKey(to) && before.putIfAbsent(to, from) == null) {
                    queue.add(to);
                }
            }
        }
    }

    /**
     * The way to a project, both ends included, so itself alone for a direct one; none where the lock tells no way. Of a way of more than
     * a hundred projects the last hundred.
     */
    public List<ProjectName> to(ProjectName project) {
        ArrayDeque<ProjectName> path = new ArrayDeque<>();
        ProjectName at = before.containsKey(project) ? project : null;
        while (at != null && path.size() < LONGEST) {
            path.addFirst(at);
            ProjectName previous = before.get(at);
            at = at.equals(previous) ? null : previous;
        }
        return List.copyOf(path);
    }
}
