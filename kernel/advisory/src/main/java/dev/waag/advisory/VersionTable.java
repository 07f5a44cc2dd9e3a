package dev.waag.advisory;

import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions that a project's advisories name, in order, each once. Versions become <em>positions</em>: the version at rank r has
 * position 2r + 1, whatever lies between ranks r - 1 and r has position 2r, so that numbers compare as their versions do, also for versions
 * that nobody names.
 */
final class VersionTable {
    private final List<Version> versions;
    private final Map<String, Integer> positions = new HashMap<>();

    /** @param texts versions as they are spelled; those that are none by PEP 440 have no position */
    VersionTable(Iterable<String> texts) {
        Map<String, Version> parsed = new HashMap<>();
        for (String text : texts) {
            if (!parsed.containsKey(text)) {
                Version.parse(text).ifPresent(v -> parsed.put(text, v));
            }
        }
        List<Version> sorted = new ArrayList<>(parsed.values());
        sorted.sort(null);
        versions = new ArrayList<>();
        Map<Version, Integer> ranks = new HashMap<>();
        for (Version v : sorted) {
            if (ranks.putIfAbsent(v, versions.size()) == null) {
                versions.add(v);
            }
        }
        parsed.forEach((text, v) -> positions.put(text, 2 * ranks.getOrDefault(v, 0) + 1));
    }

    List<Version> versions() {
        return versions;
    }

    /** The position of a version that the table was made of; empty where the text is no version. */
    Optional<Integer> position(String text) {
        return Optional.ofNullable(positions.get(text));
    }

    /** One more than the last position. */
    int end() {
        return 2 * versions.size() + 1;
    }
}
