package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code Pipfile.lock} of format 6, in which a project of several categories stands once in each. */
final class PipenvLock {
    private static final String META = "_meta";
    private static final List<String> REPOSITORIES = List.of("git", "hg", "svn", "bzr");

    private PipenvLock() {}

    static LockFile read(String file, Node root, LockLimits limits) throws LockException {
        LockDraft lock = new LockDraft(LockKind.PIPENV, file);
        lock.document = Optional.of(root);
        Map<String, String> sources = new HashMap<>();
        Optional<Node> meta = root.find(META);
        if (meta.isPresent()) {
            meta(lock, meta.get(), sources);
        }
        Map<String, PinDraft> known = new HashMap<>();
        for (Map.Entry<String, Node> category : root.entries().entrySet()) {
            if (category.getKey().equals(META)) {
                continue;
            }
            for (Map.Entry<String, Node> entry : category.getValue().entries().entrySet()) {
                PinDraft pin = pin(entry.getKey(), entry.getValue(), sources);
                PinDraft before =
                        known.putIfAbsent(pin.name + " " + pin.version + " " + pin.source + " " + pin.marker, pin);
                if (before == null) {
                    lock.pins.add(pin);
                } else {
                    before.extras.addAll(pin.extras);
                    before.hashes.addAll(pin.hashes);
                }
                (before == null ? pin : before).groups.add(category.getKey());
            }
        }
        return lock.finish(limits);
    }

    private static void meta(LockDraft lock, Node meta, Map<String, String> sources) throws LockException {
        Optional<Node> hash = meta.find("hash");
        if (hash.isPresent()) {
            lock.contentHash = Optional.of(hash.get().text("sha256")).filter(h -> !h.isEmpty());
        }
        Optional<Node> format = meta.find("pipfile-spec");
        lock.format = format.isPresent() ? Long.toString(format.get().number()) : "";
        if (!lock.format.isEmpty() && !lock.format.equals("6")) {
            throw format.get().wrong("a Pipfile.lock of format " + lock.format + "; only 6 is known");
        }
        for (Node source : meta.items("sources")) {
            String url = source.text("url");
            sources.put(source.text("name"), url);
            lock.index("sources", url, source.get("url").place());
        }
        Optional<Node> requires = meta.find("requires");
        if (requires.isPresent()) {
            String full = requires.get().text("python_full_version");
            String version = full.isEmpty() ? requires.get().text("python_version") : full;
            lock.requiresPython = version.isEmpty() ? "" : "==" + version + (full.isEmpty() ? ".*" : "");
        }
    }

    private static PinDraft pin(String key, Node entry, Map<String, String> sources) throws LockException {
        Optional<ProjectName> name = ProjectName.parse(key);
        if (name.isEmpty()) {
            throw entry.wrong("not a project's name: " + LockException.quote(key));
        }
        PinDraft pin = new PinDraft(name.get(), entry.place());
        Optional<Node> version = entry.find("version");
        if (version.isPresent()) {
            pin.version = version(version.get());
        }
        pin.source = source(entry, sources);
        if (pin.version.isEmpty() && pin.source.kind() == PinSource.Kind.INDEX) {
            throw entry.wrong("the package " + LockException.quote(key) + " has no exact version");
        }
        pin.marker = entry.text("markers");
        pin.extras.addAll(entry.texts("extras"));
        for (Node hash : entry.items("hashes")) {
            pin.hashes.add(PinDraft.hash(hash));
        }
        return pin;
    }

    /** {@code ==1.0}; a repository's entry may have {@code *} or a range here. */
    private static Optional<String> version(Node node) throws LockException {
        String text = node.text();
        int equals = text.startsWith("===") ? 3 : text.startsWith("==") ? 2 : 0;
        String version = text.substring(equals).strip();
        if (equals == 0 || version.endsWith(".*")) {
            return Optional.empty();
        }
        return Optional.of(PinDraft.version(new Node(node.file(), version, node.line(), node.column())));
    }

    private static PinSource source(Node entry, Map<String, String> sources) throws LockException {
        for (String repository : REPOSITORIES) {
            String url = entry.text(repository);
            if (!url.isEmpty()) {
                return new PinSource(PinSource.Kind.VCS, url, entry.text("ref"));
            }
        }
        String file = entry.text("file");
        String path = entry.text("path");
        if (entry.flag("editable")) {
            return PinSource.of(PinSource.Kind.EDITABLE, path.isEmpty() ? file : path);
        }
        if (!file.isEmpty()) {
            return PinSource.of(file.contains("://") ? PinSource.Kind.URL : PinSource.Kind.FILE, file);
        }
        if (!path.isEmpty()) {
            return PinSource.of(Archives.isArchive(path) ? PinSource.Kind.FILE : PinSource.Kind.DIRECTORY, path);
        }
        String index = entry.text("index");
        return PinSource.of(PinSource.Kind.INDEX, sources.getOrDefault(index, ""));
    }
}
