package dev.waag.inspect;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What was kept of an archive's files while it passed: a digest of each, and the documents that say what it is. */
final class Contents {
    /**
     * One file.
     *
     * @param sha256 of its bytes
     * @param others its digests by the other algorithms that were asked for, by RECORD's names for them
     */
    record Entry(byte[] sha256, Map<String, byte[]> others, long size) {}

    private final Map<String, Entry> files = new HashMap<>();
    private final Map<String, byte[]> documents = new HashMap<>();

    void add(String name, Entry entry) {
        files.putIfAbsent(name, entry);
    }

    void document(String name, byte[] content) {
        documents.putIfAbsent(name, content);
    }

    Map<String, Entry> files() {
        return files;
    }

    Optional<byte[]> document(String name) {
        return Optional.ofNullable(documents.get(name));
    }

    Map<String, byte[]> documents() {
        return documents;
    }
}
