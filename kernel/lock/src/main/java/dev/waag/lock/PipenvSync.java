package dev.waag.lock;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pipenv's hash of a {@code Pipfile}: SHA-256 over its sources, required Python and packages as Python's compact JSON. */
final class PipenvSync {
    private static final Set<String> NO_CATEGORIES = Set.of(
            "source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv", "default", "develop");

    private PipenvSync() {}

    /**
     * The hashes that fit a Pipfile: that of present versions, with normalized names; that of earlier ones, with names as they stand; and,
     * of still earlier ones, without categories of other names.
     *
     * @param lockSources what the lock has as its sources, which count where the Pipfile has none: Pipenv then adds its default
     */
    static Set<String> hashes(Node pipfile, Optional<Node> lockSources) throws PythonJson.NotJson {
        Set<String> hashes = new LinkedHashSet<>();
        hashes.add(hash(pipfile, lockSources, true, true));
        hashes.add(hash(pipfile, lockSources, false, true));
        hashes.add(hash(pipfile, lockSources, false, false));
        return hashes;
    }

    private static String hash(Node pipfile, Optional<Node> lockSources, boolean normalized, boolean withCategories)
            throws PythonJson.NotJson {
        Optional<Node> sources = pipfile.at("source").or(() -> lockSources);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(
                "_meta",
                Map.of(
                        "sources",
                        sources.isPresent() ? sources.get() : List.of(),
                        "requires",
                        table(pipfile, "requires", false)));
        content.put("default", table(pipfile, "packages", normalized));
        content.put("develop", table(pipfile, "dev-packages", normalized));
        if (withCategories && pipfile.value() instanceof Table root) {
            for (String key : root.entries().keySet()) {
                if (!NO_CATEGORIES.contains(key)) {
                    content.put(key, table(pipfile, key, normalized));
                }
            }
        }
        return Sha256.of(PythonJson.compact(content).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static Object table(Node pipfile, String key, boolean normalized) {
        Optional<Node> table = pipfile.at(key);
        if (table.isEmpty()) {
            return Map.of();
        }
        if (!normalized || !(table.get().value() instanceof Table entries)) {
            return table.get();
        }
        Map<String, Object> names = new LinkedHashMap<>();
        entries.entries().forEach((name, value) -> names.put(ProjectName.normalize(name), value));
        return names;
    }
}
