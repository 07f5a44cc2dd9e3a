package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads {@code uv.lock}, format 1 with any revision. */
final class UvLock {
    private static final String SOURCE = "source";

    private UvLock() {}

    static LockFile read(String file, Node root, LockLimits limits) throws LockException {
        LockDraft lock = new LockDraft(LockKind.UV, file);
        lock.document = Optional.of(root);
        Node version = root.get("version");
        if (version.number() != 1) {
            throw version.wrong("a uv.lock of format " + version.number() + "; only format 1 is known");
        }
        Optional<Node> revision = root.find("revision");
        lock.format = revision.isPresent() ? "1." + revision.get().number() : "1";
        lock.requiresPython = root.text("requires-python");
        for (Node table : root.items("package")) {
            lock.pins.add(pin(lock, table));
        }
        lock.direct = Optional.of(direct(root, lock.pins));
        return lock.finish(limits);
    }

    private static PinDraft pin(LockDraft lock, Node table) throws LockException {
        PinDraft pin = PinDraft.of(table);
        Optional<Node> version = table.find("version");
        if (version.isPresent()) {
            pin.version = Optional.of(PinDraft.version(version.get()));
        }
        pin.source = source(lock, table.get(SOURCE));
        if (version.isEmpty() && !pin.source.isFolder() && pin.source.kind() != PinSource.Kind.VCS) {
            throw table.get("name").wrong("the package has no version");
        }
        pin.marker = forks(table.texts("resolution-markers"));
        dependencies(table.items("dependencies"), pin);
        for (Node extra : table.entries("optional-dependencies").values()) {
            dependencies(extra.items(), pin);
        }
        for (Node group : table.entries("dev-dependencies").values()) {
            dependencies(group.items(), pin);
        }
        Optional<Node> sdist = table.find("sdist");
        if (sdist.isPresent()) {
            distribution(pin, sdist.get());
        }
        for (Node wheel : table.items("wheels")) {
            distribution(pin, wheel);
        }
        return pin;
    }

    private static PinSource source(LockDraft lock, Node source) throws LockException {
        for (Map.Entry<String, Node> entry : source.entries().entrySet()) {
            String location = entry.getValue().isText() ? entry.getValue().text() : "";
            switch (entry.getKey()) {
                case "registry" -> {
                    lock.index(SOURCE, location, source.place());
                    return PinSource.of(PinSource.Kind.INDEX, location);
                }
                case "git" -> {
                    int hash = location.lastIndexOf('#');
                    return new PinSource(
                            PinSource.Kind.VCS,
                            hash < 0 ? location : location.substring(0, hash),
                            hash < 0 ? "" : location.substring(hash + 1));
                }
                case "url" -> {
                    return PinSource.of(PinSource.Kind.URL, location);
                }
                case "path" -> {
                    return PinSource.of(PinSource.Kind.FILE, location);
                }
                case "directory" -> {
                    return PinSource.of(PinSource.Kind.DIRECTORY, location);
                }
                case "editable" -> {
                    return PinSource.of(PinSource.Kind.EDITABLE, location);
                }
                case "virtual" -> {
                    return PinSource.of(PinSource.Kind.VIRTUAL, location);
                }
                default -> {
                    // subdirectory and such stand beside the kind
                }
            }
        }
        throw source.wrong("none of the kinds of source that uv has");
    }

    private static void dependencies(List<Node> items, PinDraft pin) throws LockException {
        for (Node item : items) {
            pin.dependencies.add(new PinDependency(
                    PinDraft.name(item.get("name")), item.text("version"), item.texts("extra"), item.text("marker")));
        }
    }

    private static void distribution(PinDraft pin, Node item) throws LockException {
        String url = item.text("url");
        String path = item.text("path");
        String filename = item.text("filename");
        if (filename.isEmpty()) {
            filename = Urls.fileName(url.isEmpty() ? path : url);
        }
        Optional<Node> hash = item.find("hash");
        List<String> hashes = hash.isPresent() ? List.of(PinDraft.hash(hash.get())) : List.of();
        Optional<Node> size = item.find("size");
        OptionalLong bytes = size.isPresent() ? OptionalLong.of(size.get().number()) : OptionalLong.empty();
        Optional<Node> time = item.find("upload-time");
        pin.file(
                filename,
                url,
                hashes,
                bytes,
                time.isPresent() ? Optional.of(time.get().text()) : Optional.empty());
    }

    /** A package of one fork of the resolution is installed where one of the fork's markers is true. */
    private static String forks(List<String> markers) {
        if (markers.size() < 2) {
            return markers.isEmpty() ? "" : markers.getFirst();
        }
        StringBuilder any = new StringBuilder();
        for (String marker : markers) {
            any.append(any.isEmpty() ? "(" : " or (").append(marker).append(')');
        }
        return any.toString();
    }

    /** What the workspace's members, or the requirements of a script, ask for. */
    private static Set<ProjectName> direct(Node root, List<PinDraft> pins) throws LockException {
        Set<ProjectName> members = new HashSet<>();
        Optional<Node> manifest = root.find("manifest");
        Set<ProjectName> direct = new HashSet<>();
        if (manifest.isPresent()) {
            for (Node member : manifest.get().items("members")) {
                members.add(PinDraft.name(member));
            }
            for (Node requirement : manifest.get().items("requirements")) {
                direct.add(PinDraft.name(requirement.get("name")));
            }
            for (Node group : manifest.get().entries("dependency-groups").values()) {
                for (Node requirement : group.items()) {
                    direct.add(PinDraft.name(requirement.get("name")));
                }
            }
        }
        for (PinDraft pin : pins) {
            boolean isRoot = members.isEmpty()
                    ? pin.source.isFolder() && pin.source.location().equals(".")
                    : members.contains(pin.name);
            if (isRoot) {
                for (PinDependency dependency : pin.dependencies) {
                    direct.add(dependency.name());
                }
            }
        }
        return direct;
    }
}
