package dev.waag.check;

import dev.waag.python.SimpleFile;
import java.util.List;

/**
 * A release that could take a pin's place.
 *
 * @param version as it is to be written
 * @param files what the index has of it; none where no index was asked
 * @param notes what could not be checked of it
 */
record Candidate(String version, List<SimpleFile> files, List<String> notes) {
    Candidate {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** The digests that a lock allows: of each file that the index has a SHA-256 of, in ascending order. */
    List<String> hashes() {
        return files.stream()
                .map(f -> f.hashes().getOrDefault("sha256", ""))
                .filter(h -> !h.isEmpty())
                .distinct()
                .sorted()
                .map(h -> "sha256:" + h)
                .toList();
    }
}
