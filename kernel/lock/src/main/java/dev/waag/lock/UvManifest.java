package dev.waag.lock;

import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requirements of a manifest as uv writes them into its lock: with their sources, and those of extras with a marker. */
final class UvManifest {
    private final Node pyproject;
    private final UvSources sources;

    UvManifest(Node pyproject, UvSources sources) {
        this.pyproject = pyproject;
        this.sources = sources;
    }

    /** {@code [project] dependencies} and {@code optional-dependencies}. */
    List<UvRequirement> requiresDist() throws LockException {
        List<UvRequirement> all = new ArrayList<>();
        Optional<Node> project = pyproject.at("project");
        if (project.isEmpty()) {
            return all;
        }
        for (Node item : project.get().items("dependencies")) {
            add(all, RequirementTexts.requirement(item), item.place(), "", "");
        }
        for (Map.Entry<String, Node> extra :
                project.get().entries("optional-dependencies").entrySet()) {
            for (Node item : extra.getValue().items()) {
                add(all, RequirementTexts.requirement(item), item.place(), ProjectName.normalize(extra.getKey()), "");
            }
        }
        return all;
    }

    /** Dependency groups, uv's former {@code dev-dependencies} among them as group {@code dev}. */
    Map<String, List<UvRequirement>> groups(LockLimits limits) throws LockException {
        Map<String, List<UvRequirement>> all = new LinkedHashMap<>();
        Optional<Node> table = pyproject.at("dependency-groups");
        if (table.isPresent()) {
            for (Map.Entry<String, List<Direct>> group :
                    DependencyGroups.read(table.get(), limits).entrySet()) {
                List<UvRequirement> some = all.computeIfAbsent(group.getKey(), g -> new ArrayList<>());
                MarkerLogic pythons = pythons(group.getKey());
                for (Direct direct : group.getValue()) {
                    add(some, direct.requirement(), direct.place(), pythons, "", group.getKey());
                }
            }
        }
        Optional<Node> uv = pyproject.at("tool", "uv");
        if (uv.isPresent() && uv.get().find("dev-dependencies").isPresent()) {
            List<UvRequirement> dev = all.computeIfAbsent("dev", g -> new ArrayList<>());
            for (Node item : uv.get().items("dev-dependencies")) {
                add(dev, RequirementTexts.requirement(item), item.place(), "", "dev");
            }
        }
        return all;
    }

    /** {@code [tool.uv.dependency-groups]}, by the groups' names. */
    static Map<String, Node> groupTables(Node pyproject) throws LockException {
        Optional<Node> table = pyproject.at("tool", "uv", "dependency-groups");
        return table.isPresent() ? table.get().entries() : Map.of();
    }

    /** A group may be for some Pythons only; its requirements then have a marker. */
    private MarkerLogic pythons(String group) throws LockException {
        for (Map.Entry<String, Node> entry : groupTables(pyproject).entrySet()) {
            Optional<Node> python = entry.getValue().find("requires-python");
            if (python.isPresent() && ProjectName.normalize(entry.getKey()).equals(group)) {
                return MarkerLogic.pythons(UvMarkers.specifiers(python.get()));
            }
        }
        return MarkerLogic.ALWAYS;
    }

    /** A list of requirements under {@code [tool.uv]}. */
    List<UvRequirement> list(String key) throws LockException {
        List<UvRequirement> all = new ArrayList<>();
        Optional<Node> uv = pyproject.at("tool", "uv");
        for (Node item : uv.isPresent() ? uv.get().items(key) : List.<Node>of()) {
            // Scoped ones are tables, which only newer versions have.
            if (item.isText()) {
                add(all, RequirementTexts.requirement(item), item.place(), "", "");
            }
        }
        return all;
    }

    private void add(List<UvRequirement> into, Requirement requirement, Place place, String extra, String group)
            throws LockException {
        add(into, requirement, place, extra.isEmpty() ? MarkerLogic.ALWAYS : MarkerLogic.extra(extra), extra, group);
    }

    private void add(
            List<UvRequirement> into,
            Requirement requirement,
            Place place,
            MarkerLogic also,
            String extra,
            String group)
            throws LockException {
        if (requirement.url().isPresent()) {
            into.add(UvRequirement.of(
                    requirement, UvSources.ofUrl(requirement.url().get()), also, place));
            return;
        }
        for (UvSources.Chosen chosen : sources.of(requirement.name(), extra, group)) {
            MarkerLogic marker = chosen.marker().equals(MarkerLogic.ALWAYS)
                    ? also
                    : also.equals(MarkerLogic.ALWAYS) ? chosen.marker() : MarkerLogic.both(also, chosen.marker());
            into.add(UvRequirement.of(requirement, chosen.source(), marker, place));
        }
    }
}
