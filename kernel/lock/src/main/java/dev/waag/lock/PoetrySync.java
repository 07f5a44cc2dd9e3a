package dev.waag.lock;

import dev.waag.core.Sha256;
import dev.waag.python.Version;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Poetry's content hash: SHA-256 over those parts of {@code pyproject.toml} that a resolution depends on, as Python's JSON. */
final class PoetrySync {
    /** Where the manifest has no {@code [project]} requirements these are part of the hash even if they are not there, as null. */
    private static final List<String> LEGACY = List.of("dependencies", "source", "extras", "dev-dependencies");

    private static final List<String> PROJECT = List.of("requires-python", "dependencies", "optional-dependencies");
    private static final String GROUPS = "dependency-groups";

    private PoetrySync() {}

    /**
     * The hashes that fit a manifest: that of Poetry 2.3 and later; without dependency groups if the lock is by an earlier one; that of
     * Poetry 1, which knows its own table only, if the lock is by Poetry 1 or does not say.
     */
    static Set<String> hashes(Node pyproject, String createdBy) throws PythonJson.NotJson {
        String version = createdBy.startsWith("Poetry ") ? createdBy.substring(7) : "";
        Set<String> hashes = new LinkedHashSet<>();
        hashes.add(hash(content(pyproject, true)));
        if (isBefore(version, "2.3.0")) {
            hashes.add(hash(content(pyproject, false)));
        }
        if (isBefore(version, "2.0")) {
            hashes.add(hash(poetry(pyproject, true)));
        }
        return hashes;
    }

    private static boolean isBefore(String version, String other) {
        Optional<Version> parsed = Version.parse(version);
        return parsed.isEmpty() || parsed.get().compareTo(Version.parse(other).orElseThrow()) < 0;
    }

    private static Object content(Node pyproject, boolean withGroups) {
        Map<String, Object> project = new LinkedHashMap<>();
        for (String key : PROJECT) {
            pyproject.at("project", key).ifPresent(value -> project.put(key, value));
        }
        Optional<Node> groups = withGroups ? pyproject.at(GROUPS) : Optional.empty();
        boolean hasGroups = groups.isPresent()
                && groups.get().value() instanceof Table table
                && !table.entries().isEmpty();
        Map<String, Object> content = new LinkedHashMap<>();
        if (!project.isEmpty()) {
            content.put("project", project);
        }
        if (hasGroups) {
            content.put(GROUPS, groups.get());
        }
        Map<String, Object> own = poetry(pyproject, content.isEmpty());
        if (content.isEmpty()) {
            return own;
        }
        content.put("tool", Map.of("poetry", own));
        return content;
    }

    private static Map<String, Object> poetry(Node pyproject, boolean withMissing) {
        Map<String, Object> own = new LinkedHashMap<>();
        for (String key : LEGACY) {
            Optional<Node> value = pyproject.at("tool", "poetry", key);
            if (value.isPresent() || withMissing) {
                own.put(key, value.isPresent() ? value.get() : Node.Nothing.NULL);
            }
        }
        pyproject.at("tool", "poetry", "group").ifPresent(group -> own.put("group", group));
        return own;
    }

    private static String hash(Object content) throws PythonJson.NotJson {
        return Sha256.of(PythonJson.spaced(content).getBytes(StandardCharsets.UTF_8))
                .hex();
    }
}
