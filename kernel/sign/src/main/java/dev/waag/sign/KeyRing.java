package dev.waag.sign;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All keys that a Waag ever signed with, and what they count for: the content of a trust root.
 *
 * @param entries in the order in which they were made
 * @param thresholds how many keys of a purpose must sign; 1 where it is not named
 * @param logs the keys of its transparency log ({@link NoteVerifier#vkey}), which prove when something was signed
 */
public record KeyRing(List<KeyEntry> entries, Map<String, Integer> thresholds, List<NoteVerifier> logs) {
    /** The purpose of the keys that sign the trust root itself. */
    public static final String ROOT = "root";

    public KeyRing {
        entries = List.copyOf(entries);
        thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
        logs = List.copyOf(logs);
    }

    public int threshold(String purpose) {
        return thresholds.getOrDefault(purpose, 1);
    }

    /** The key of that name that is newest, whatever became of it. */
    public Optional<KeyEntry> find(String name) {
        return entries.stream().filter(e -> e.name().equals(name)).reduce((older, newer) -> newer);
    }

    public Optional<KeyEntry> ofId(String keyId) {
        return entries.stream().filter(e -> e.key().keyId().equals(keyId)).findFirst();
    }

    /** Those that sign for a purpose, in the order in which they were made. */
    public List<KeyEntry> active(String purpose) {
        return entries.stream()
                .filter(e -> e.state() == KeyEntry.State.ACTIVE && e.purpose().equals(purpose))
                .toList();
    }
}
