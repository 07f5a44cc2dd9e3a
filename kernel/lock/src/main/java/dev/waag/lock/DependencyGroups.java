package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code [dependency-groups]} of a project (PEP 735), includes resolved; a group that includes itself, or none that is there, is refused. */
final class DependencyGroups {
    private static final String INCLUDE = "include-group";

    private final Map<String, Node> groups = new LinkedHashMap<>();
    private final Map<String, List<Direct>> resolved = new LinkedHashMap<>();
    private final List<String> open = new ArrayList<>();
    private final int limit;
    private int total;

    private DependencyGroups(int limit) {
        this.limit = limit;
    }

    /** Each group's requirements by its normalized name, in the file's order. */
    static Map<String, List<Direct>> read(Node table, LockLimits limits) throws LockException {
        DependencyGroups reader = new DependencyGroups(limits.requirements());
        for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
            String name = ProjectName.normalize(entry.getKey());
            if (reader.groups.put(name, entry.getValue()) != null) {
                throw entry.getValue().wrong("the group " + LockException.quote(name) + " is there twice");
            }
        }
        Map<String, List<Direct>> all = new LinkedHashMap<>();
        for (String name : reader.groups.keySet()) {
            all.put(name, reader.group(name, table));
        }
        return all;
    }

    private List<Direct> group(String name, Node asker) throws LockException {
        List<Direct> known = resolved.get(name);
        if (known != null) {
            return known;
        }
        Node group = groups.get(name);
        if (group == null) {
            throw asker.wrong("there is no group " + LockException.quote(name) + " to include");
        }
        open.add(name);
        List<Direct> requirements = new ArrayList<>();
        for (Node item : group.items()) {
            if (item.isText()) {
                requirements.add(Direct.of(RequirementTexts.requirement(item), Direct.Scope.GROUP, name, item.place()));
            } else {
                for (Direct included : included(item)) {
                    requirements.add(included.in(Direct.Scope.GROUP, name));
                }
            }
        }
        total += requirements.size();
        if (total > limit) {
            throw group.wrong("more than " + limit + " requirements in groups (limit: requirements)");
        }
        open.removeLast();
        resolved.put(name, requirements);
        return requirements;
    }

    private List<Direct> included(Node item) throws LockException {
        if (item.entries().size() != 1 || !item.entries().containsKey(INCLUDE)) {
            throw item.wrong("expected a requirement, or a table with " + INCLUDE + " alone");
        }
        Node include = item.get(INCLUDE);
        String name = ProjectName.normalize(include.text());
        if (open.contains(name)) {
            throw include.wrong("the group " + LockException.quote(name) + " includes itself");
        }
        if (open.size() >= 64) {
            throw include.wrong("more than 64 groups inside each other");
        }
        return group(name, include);
    }
}
