package dev.waag.lock;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PDM's content hash: SHA-256 over six parts of {@code pyproject.toml} as Python's JSON; which parts depends on the lock's format. */
final class PdmSync {
    private static final String GROUPS = "dependency-groups";
    private static final String DEV = "dev-dependencies";
    private static final String OVERRIDES = "overrides";
    private static final String RESOLUTION = "resolution";

    private PdmSync() {}

    /** The hashes that fit a manifest, for a lock of this format; a {@code pylock.toml} by PDM counts as the newest. */
    static Set<String> hashes(Node pyproject, String format) throws PythonJson.NotJson {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("sources", tool(pyproject, "source", List.of()));
        content.put("dependencies", project(pyproject, "dependencies", List.of()));
        content.put("optional-dependencies", project(pyproject, "optional-dependencies", Map.of()));
        content.put("requires-python", project(pyproject, "requires-python", ""));
        content.put(DEV, tool(pyproject, DEV, Map.of()));
        Set<String> hashes = new LinkedHashSet<>();
        switch (format) {
            case "2", "2.0", "3", "3.1", "4.0", "4.1", "4.2", "4.3", "4.4", "4.4.1" ->
                hashes.add(hash(content, OVERRIDES, overrides(pyproject)));
            case "4.4.2" -> hashes.add(hash(content, RESOLUTION, tool(pyproject, RESOLUTION, Map.of())));
            default -> {
                // Format 4.5.0 is PDM 2.17 and later, and 2.20 began to read dependency groups.
                if (pyproject.at(GROUPS).isEmpty()) {
                    hashes.add(hash(content, RESOLUTION, tool(pyproject, RESOLUTION, Map.of())));
                }
                content.put(DEV, groups(pyproject));
                hashes.add(hash(content, RESOLUTION, tool(pyproject, RESOLUTION, Map.of())));
            }
        }
        return hashes;
    }

    /** Groups of both tables by their normalized names, those of one name together. */
    private static Map<String, List<Object>> groups(Node pyproject) {
        Map<String, List<Object>> groups = new LinkedHashMap<>();
        for (Optional<Node> table : List.of(pyproject.at(GROUPS), pyproject.at("tool", "pdm", DEV))) {
            if (table.isPresent() && table.get().value() instanceof Table entries) {
                for (Map.Entry<String, Node> group : entries.entries().entrySet()) {
                    List<Object> all =
                            groups.computeIfAbsent(ProjectName.normalize(group.getKey()), g -> new ArrayList<>());
                    if (group.getValue().value() instanceof Items items) {
                        all.addAll(items.list());
                    }
                }
            }
        }
        return groups;
    }

    private static Object overrides(Node pyproject) {
        Optional<Node> old = pyproject.at("tool", "pdm", OVERRIDES);
        if (old.isPresent()) {
            return old.get();
        }
        Optional<Node> overrides = pyproject.at("tool", "pdm", RESOLUTION, OVERRIDES);
        return overrides.isPresent() ? overrides.get() : Map.of();
    }

    private static Object project(Node pyproject, String key, Object none) {
        Optional<Node> value = pyproject.at("project", key);
        return value.isPresent() ? value.get() : none;
    }

    private static Object tool(Node pyproject, String key, Object none) {
        Optional<Node> value = pyproject.at("tool", "pdm", key);
        return value.isPresent() ? value.get() : none;
    }

    private static String hash(Map<String, Object> content, String key, Object value) throws PythonJson.NotJson {
        Map<String, Object> whole = new LinkedHashMap<>(content);
        whole.put(key, value);
        return Sha256.of(PythonJson.spaced(whole).getBytes(StandardCharsets.UTF_8))
                .hex();
    }
}
