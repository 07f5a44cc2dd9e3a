package dev.waag.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code pdm.lock} of formats 2 to 4, so of PDM 1.x and 2.x. Before 4.1 the hashes stand in one table, by name and version. */
final class PdmLock {
    private static final List<String> REPOSITORIES = List.of("git", "hg", "svn", "bzr");

    private PdmLock() {}

    static LockFile read(String file, Node root, LockLimits limits) throws LockException {
        LockDraft lock = new LockDraft(LockKind.PDM, file);
        lock.document = Optional.of(root);
        Node metadata = root.get("metadata");
        lock.format = metadata.text("lock_version");
        if (lock.format.isEmpty() || "234".indexOf(lock.format.charAt(0)) < 0) {
            throw metadata.wrong(
                    "a pdm.lock of format " + LockException.quote(lock.format) + "; only 2 to 4 are known");
        }
        String hash = metadata.text("content_hash");
        lock.contentHash = hash.isEmpty() ? Optional.empty() : Optional.of(hash.substring(hash.indexOf(':') + 1));
        for (Node target : metadata.items("targets")) {
            lock.requiresPython = lock.requiresPython.isEmpty() ? target.text("requires_python") : lock.requiresPython;
        }
        Map<String, Node> files = metadata.entries("files");
        Map<String, PinDraft> known = new HashMap<>();
        for (Node table : root.items("package")) {
            PinDraft pin = pin(table, files);
            // A project asked for with extras is there twice, once for its own sake and once for what the extras need.
            PinDraft before =
                    known.putIfAbsent(pin.name + " " + pin.version + " " + pin.source + " " + pin.marker, pin);
            if (before == null) {
                lock.pins.add(pin);
            } else {
                merge(before, pin);
            }
        }
        return lock.finish(limits);
    }

    private static void merge(PinDraft into, PinDraft pin) {
        into.extras.addAll(pin.extras);
        into.groups.addAll(pin.groups);
        into.hashes.addAll(pin.hashes);
        if (into.files.isEmpty()) {
            into.files.addAll(pin.files);
        }
        for (PinDependency dependency : pin.dependencies) {
            if (!dependency.name().equals(into.name)) {
                into.dependencies.add(dependency);
            }
        }
    }

    private static PinDraft pin(Node table, Map<String, Node> files) throws LockException {
        PinDraft pin = PinDraft.of(table);
        Node version = table.get("version");
        pin.version = Optional.of(PinDraft.version(version));
        pin.source = source(table);
        pin.marker = table.text("marker");
        pin.extras.addAll(table.texts("extras"));
        pin.groups.addAll(table.texts("groups"));
        for (Node dependency : table.items("dependencies")) {
            PinDependency needed = RequirementTexts.dependency(dependency);
            if (!needed.name().equals(pin.name)) {
                pin.dependencies.add(needed);
            }
        }
        Node old = files.get(table.text("name") + " " + version.text());
        for (Node item : old == null ? table.items("files") : old.items()) {
            String url = item.text("url");
            String filename = item.text("file");
            Optional<Node> hash = item.find("hash");
            pin.file(
                    filename.isEmpty() ? Urls.fileName(url) : filename,
                    url,
                    hash.isPresent() ? List.of(PinDraft.hash(hash.get())) : List.of(),
                    OptionalLong.empty(),
                    Optional.empty());
        }
        return pin;
    }

    private static PinSource source(Node table) throws LockException {
        for (String repository : REPOSITORIES) {
            String url = table.text(repository);
            if (!url.isEmpty()) {
                String revision = table.text("revision");
                return new PinSource(PinSource.Kind.VCS, url, revision.isEmpty() ? table.text("ref") : revision);
            }
        }
        String path = table.text("path");
        String url = table.text("url");
        if (table.flag("editable")) {
            return PinSource.of(PinSource.Kind.EDITABLE, path.isEmpty() ? url : path);
        }
        if (!path.isEmpty()) {
            return PinSource.of(Archives.isArchive(path) ? PinSource.Kind.FILE : PinSource.Kind.DIRECTORY, path);
        }
        return url.isEmpty() ? PinSource.DEFAULT_INDEX : PinSource.of(PinSource.Kind.URL, url);
    }
}
